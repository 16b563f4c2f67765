import { randomBytes } from 'node:crypto'

/** What a client asks to get a websocket of Socket.IO's on this machine (RFC 6455, Engine.IO 4). */
export function upgradeRequest(port: number, headers: { [name: string]: string } = {}): string {
  const lines = {
    Host: `127.0.0.1:${port}`,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    ...headers,
  }
  const text = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`)
  return `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n${text.join('')}\r\n`
}

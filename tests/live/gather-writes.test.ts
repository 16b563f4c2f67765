import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { type DefaultEventsMap, Server, type Socket as ServerSocket } from 'socket.io'
import { expect, onTestFinished, test } from 'vitest'
import { type FlushingConnection, gatherWrites } from '#lib/live/gather-writes'
import { maskedFrame } from '../bench/ingest/reading-message'
import { upgradeRequest } from '../bench/ingest/upgrade-request'

type Client = ServerSocket<DefaultEventsMap, { [event: string]: (value: string) => void }>

/** A Socket.IO client over a bare socket, which sees in how many pieces things come. */
async function joined(): Promise<{ wire: Socket; client: Client }> {
  const http = createServer()
  const io = new Server<DefaultEventsMap, { [event: string]: (value: string) => void }>(http, {
    transports: ['websocket'],
  })
  onTestFinished(() => io.close())
  io.engine.on('connection', (connection: FlushingConnection) => gatherWrites(connection))
  const arrived = new Promise<Client>((resolve) => io.on('connection', resolve))
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  const wire = connect(port, '127.0.0.1')
  onTestFinished(() => void wire.destroy())
  wire.write(upgradeRequest(port))
  await said(wire, '"sid"')
  wire.write(maskedFrame('40'))
  await said(wire, '40{')
  return { wire, client: await arrived }
}

async function said(wire: Socket, words: string): Promise<string> {
  for (let text = ''; ; ) {
    const [piece]: Buffer[] = await once(wire, 'data')
    text += piece?.toString('latin1')
    if (text.includes(words)) return text
  }
}

test('what is sent in one turn leaves in one write, in its order', async () => {
  const { wire, client } = await joined()
  const writes: number[] = []
  client.conn.on('flush', (packets: unknown[]) => writes.push(packets.length))

  const text = said(wire, 'three')
  client.emit('first', 'one')
  client.emit('second', 'two')
  await Promise.resolve().then(() => client.emit('third', 'three'))

  expect(await text).toMatch(/"one".*"two".*"three"/s)
  expect(writes).toEqual([3])
})

test('words of farewell go out before the connection is closed', async () => {
  const { wire, client } = await joined()

  // A frame of a websocket that closes it begins with these bits (RFC 6455, 5.5.1).
  const text = said(wire, '\x88')
  client.emit('closing', 'goodbye')
  client.disconnect(true)

  expect(await text).toMatch(/goodbye.*\x88/s)
})

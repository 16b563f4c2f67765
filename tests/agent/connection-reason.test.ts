import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { connectionReason } from '#agent/connection-reason'
import { ServerConnection } from '#agent/server-connection'
import { freePort } from '../free-port'

/** What an agent's log says of its first try to connect. */
async function firstWords(server: string): Promise<string> {
  return new Promise((resolve) => {
    const connection = new ServerConnection(
      { server, handshake: { token: 'davyagent_none' }, log: (_, words) => resolve(words) },
      () => undefined,
    )
    onTestFinished(() => connection.close())
  })
}

/** Something at a port that says one thing to whoever connects. */
async function listener(words: string | undefined): Promise<number> {
  const port = await freePort()
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    if (words === undefined) socket.destroy()
    else socket.once('data', () => socket.end(words))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return port
}

test('a server that is away, a wrong port and a wrong scheme are told apart, with what to do', async () => {
  expect(await firstWords(`http://127.0.0.1:${await freePort()}`)).toContain(
    'does the server run, and is the port right?',
  )
  const page = await listener('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n')
  expect(await firstWords(`http://127.0.0.1:${page}`)).toContain('no Davylamp server')
  expect(await firstWords(`https://127.0.0.1:${page}`)).toContain('write http:// in place of https://')
  expect(await firstWords(`http://127.0.0.1:${await listener(undefined)}`)).toContain('closed the connection at once')
})

test.each([
  ['ENOTFOUND', 'no machine of that name'],
  ['CERT_NOT_YET_VALID', 'is the clock of this machine right?'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'NODE_EXTRA_CA_CERTS'],
])('%s is said in words', (code, words) => {
  const error = Object.assign(new Error('x'), { code })
  expect(connectionReason({ message: 'websocket error', description: { error } })).toContain(words)
  // A name with several addresses fails with all of them at once.
  const several = { message: '', errors: [error] }
  expect(connectionReason({ message: 'websocket error', description: { error: several } })).toContain(words)
})

test('what the server itself answers stays in its own words', () => {
  expect(connectionReason({ message: 'the token is not known here, or was revoked' })).toBe(
    'the token is not known here, or was revoked',
  )
})

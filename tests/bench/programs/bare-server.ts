import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { serveParent } from '../child-calls.ts'
import { memoryInUse } from '../ingest/memory-in-use.ts'

type Answer = (result: object) => void

/** Socket.IO with the transport settings of the real server and nothing behind it: everything is answered at once. */
async function start() {
  const httpServer = createServer()
  const io = new Server(httpServer, { transports: ['websocket'], serveClient: false, perMessageDeflate: false })
  let rigs = 0
  io.of('/agents').on('connection', (socket) => {
    socket.on('rigs', (message: { key: string }[], answer: Answer) => {
      rigs += message.length
      answer({ ok: true, rigs: message.map(({ key }, index) => ({ key, id: rigs - index })), refused: [] })
    })
    socket.on('readings', (message: unknown[], answer: Answer) => {
      answer({ stored: message.length, duplicates: 0, rejected: [], serverAtMs: Date.now() })
    })
  })
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve))
  const { port } = httpServer.address() as AddressInfo
  return { port, token: 'none' }
}

const handlers = { start: (_given: undefined) => start(), memory: memoryInUse }

export type BareServer = typeof handlers

serveParent(handlers)

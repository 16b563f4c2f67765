import { createServer as createHttpServer, type Server as HttpServer } from 'node:http'
import { createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net'
import type { SimulatedRig } from './simulated-rig'
import type { SimulatorSettings, WireFamily } from './wire-family'

export const LOOPBACK = '127.0.0.1'
const LONGEST_REQUEST = 65_536
const IDLE_MILLISECONDS = 10_000

/** A port that can fall silent and speak again. */
export type LoopbackPort = {
  port: number
  /** Stops listening and drops every open connection. */
  close(): Promise<void>
}

/**
 * Listens on 127.0.0.1 or another loopback address (port 0: a free one) and answers as the family does.
 * Rejects with Node's own error where the port cannot be had.
 */
export async function listenOnLoopback(
  family: WireFamily,
  rig: SimulatedRig,
  port: number,
  settings: SimulatorSettings,
  host = LOOPBACK,
): Promise<LoopbackPort> {
  const sockets = new Set<Socket>()
  const server = family.scheme === 'http' ? serveHttp(family, rig, settings) : serveTcp(family, rig)
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a numbered port')
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function serveTcp(family: Extract<WireFamily, { scheme: 'tcp' }>, rig: SimulatedRig): TcpServer {
  return createTcpServer((socket) => {
    let received = ''
    socket.setTimeout(IDLE_MILLISECONDS, () => socket.destroy())
    // A client that hangs up in mid-answer is the client's affair.
    socket.on('error', () => socket.destroy())
    socket.setEncoding('utf8')
    socket.on('data', (chunk) => {
      received += chunk
      if (received.length > LONGEST_REQUEST) {
        socket.destroy()
        return
      }
      const answer = family.answer(rig.advance(), received)
      if (answer !== undefined) socket.end(answer)
    })
  })
}

function serveHttp(
  family: Extract<WireFamily, { scheme: 'http' }>,
  rig: SimulatedRig,
  settings: SimulatorSettings,
): HttpServer {
  return createHttpServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${LOOPBACK}`)
    const [, bearerToken] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? []
    const question = { method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, bearerToken }
    request.resume()
    const { status, body } = family.answer(rig.advance(), question, settings)
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    response.end(text)
  })
}

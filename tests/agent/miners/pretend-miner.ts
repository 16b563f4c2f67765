import { readFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createTcpServer, type Server } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Target } from '#agent/miners/miner-reader'

export function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')
}

const INVALID =
  '{"STATUS":[{"STATUS":"E","When":0,"Code":14,"Msg":"Invalid command","Description":"pretend"}],"id":1}\0'

/** A machine that answers single cgminer commands with these texts, and refuses every other command. */
export async function pretendCgminer(replies: { [command: string]: string }, asked: string[] = []): Promise<Target> {
  const server = createTcpServer((socket) => {
    let request = ''
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      request += chunk.toString()
      const command = /"command":"([^"]+)"/.exec(request)?.[1]
      if (command === undefined) return
      asked.push(command)
      const reply = replies[command] ?? INVALID
      // In two pieces, as networks do.
      socket.write(reply.slice(0, 100))
      setImmediate(() => socket.end(reply.slice(100)))
    })
  })
  return { host: '127.0.0.1', port: await listening(server), scheme: 'tcp', timeoutMs: 2_000 }
}

type HttpAnswer = { status?: number; text: string; challenge?: string; location?: string }
const NOT_FOUND: HttpAnswer = { status: 404, text: '{"status":404,"error":"NOT_FOUND"}' }

export type HttpRequestSeen = { url: string; authorization: string | undefined }

export async function pretendHttp(
  answer: (path: string, authorization: string | undefined) => HttpAnswer | undefined,
  seen: HttpRequestSeen[] = [],
): Promise<Target> {
  const server = createHttpServer((request, response) => {
    const url = request.url ?? ''
    seen.push({ url, authorization: request.headers.authorization })
    const { status = 200, text, challenge, location } = answer(url, request.headers.authorization) ?? NOT_FOUND
    if (challenge) response.setHeader('www-authenticate', challenge)
    if (location) response.setHeader('location', location)
    response.writeHead(status, { 'content-type': 'application/json' }).end(text)
  })
  return { host: '127.0.0.1', port: await listening(server), scheme: 'http', timeoutMs: 2_000 }
}

export function listening(server: Server, { host = '127.0.0.1', port = 0 } = {}): Promise<number> {
  onTestFinished(() => void server.close())
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve(portOf(server)))
  })
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  return address.port
}

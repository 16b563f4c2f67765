import { createServer, type IncomingHttpHeaders } from 'node:http'
import { onTestFinished } from 'vitest'

export type Asked = { method: string; path: string; headers: IncomingHttpHeaders; body: string; json(): unknown }
export type Reply = { status?: number; headers?: Record<string, string>; body?: string | object }

/**
 * An outside service's stand-in on loopback: keeps what it was asked and answers with the next of the replies given (the
 * last one again and again), or with what a function says.
 */
export async function serviceDouble(...replies: (Reply | ((asked: Asked) => Reply | Promise<Reply>))[]) {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const raw = Buffer.concat(parts)
    bodies.push(raw)
    const body = raw.toString('utf8')
    const { method = '', url = '', headers } = request
    const question = { method, path: url, headers, body, json: () => JSON.parse(body) }
    asked.push(question)
    const next = replies[Math.min(asked.length, replies.length) - 1] ?? {}
    const reply = typeof next === 'function' ? await next(question) : next
    const isObject = typeof reply.body === 'object'
    response.writeHead(reply.status ?? 200, {
      ...(isObject ? { 'content-type': 'application/json' } : {}),
      ...reply.headers,
    })
    response.end(isObject ? JSON.stringify(reply.body) : reply.body)
  })
  const bodies: Buffer[] = []
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  )
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  return { url: `http://127.0.0.1:${address.port}`, port: address.port, asked, bodies }
}

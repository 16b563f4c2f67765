import { readdirSync, readFileSync } from 'node:fs'
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { z } from 'zod'
import type { Target } from '#agent/miners/miner-reader'
import { listening } from './pretend-miner'

const exchange = z.strictObject({
  ask: z.string(),
  reply: z.union([z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())]),
  status: z.int().optional(),
  headers: z.record(z.string(), z.string()).optional(),
})

const recordingFile = z.strictObject({
  kind: z.string(),
  source: z.string().min(10),
  evidence: z.enum(['recorded', 'documented']),
  transport: z.enum(['http', 'cgminer', 'length-framed', 'lines', 'greeting']),
  login: z
    .object({ user: z.string().optional(), password: z.string().optional(), token: z.string().optional() })
    .optional(),
  exchanges: z.array(exchange).min(1),
  reading: z.record(z.string(), z.unknown()),
  apart: z.string().optional(),
})

export type Exchange = z.infer<typeof exchange>
export type Recording = z.infer<typeof recordingFile> & { name: string }

const FOLDER = new URL('recordings/', import.meta.url)

/** Every recorded machine, by file name. A file that is not as the folder's README says throws, with its name. */
export function allRecordings(): Recording[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const parsed = recordingFile.safeParse(JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')))
      if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`)
      return { name: file.replace(/\.json$/, ''), ...parsed.data }
    })
}

export type Played = { target: Target; asked: string[] }

/**
 * A machine on loopback that answers as recorded, until the test ends. `mutate` stands between the recording and the wire:
 * it gets each reply as text.
 */
export async function playRecording(
  recording: Recording,
  mutate: (reply: string, ask: string) => string = (reply) => reply,
  at: { host?: string; port?: number } = {},
): Promise<Played> {
  const asked: string[] = []
  const find = (ask: string) => {
    asked.push(ask)
    const found = recording.exchanges.find((candidate) => candidate.ask === ask)
    const text = found && textOf(found.reply)
    const mutated = text === undefined ? '' : mutate(text, ask)
    return found && { ...found, text: mutated, isCut: mutated.length < (text ?? '').length }
  }
  const server = SERVERS[recording.transport](find)
  const port = await listening(server, at)
  const scheme = recording.transport === 'http' ? 'http' : 'tcp'
  return { target: { host: at.host ?? '127.0.0.1', port, scheme, timeoutMs: 2_000, ...recording.login }, asked }
}

export function textOf(reply: Exchange['reply']): string {
  return typeof reply === 'string' ? reply : JSON.stringify(reply)
}

type Find = (ask: string) => (Exchange & { text: string; isCut: boolean }) | undefined

const SERVERS: { [transport in Recording['transport']]: (find: Find) => Server } = {
  http: (find) => createHttpServer((request, response) => void answerHttp(find, request, response)),
  cgminer: (find) => createTcpServer((socket) => answerCgminer(find, socket)),
  'length-framed': (find) => createTcpServer((socket) => answerFramed(find, socket)),
  lines: (find) => createTcpServer((socket) => answerLines(find, socket)),
  greeting: (find) => createTcpServer((socket) => greet(find, socket)),
}

async function answerHttp(find: Find, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for await (const _ of request);
  const reply = find(`${request.method} ${request.url}`)
  if (reply) {
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers }).end(reply.text)
  } else response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found')
}

const INVALID =
  '{"STATUS":[{"STATUS":"E","When":0,"Code":14,"Msg":"Invalid command","Description":"cgminer"}],"id":1}\0'

/** One command a connection, as JSON or as `command|`; joined commands are answered joined, as cgminer itself does. */
function answerCgminer(find: Find, socket: Socket): void {
  let request = ''
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk) => {
    request += chunk.toString()
    const command = /"(?:command|cmd)"\s*:\s*"([^"]+)"/.exec(request)?.[1] ?? /^([a-z_]+)\|/.exec(request)?.[1]
    if (command === undefined) return
    socket.end(find(command)?.text ?? INVALID)
  })
}

/** Tells all it knows to whoever connects, and hangs up. */
function greet(find: Find, socket: Socket): void {
  socket.on('error', () => socket.destroy())
  socket.end(find('')?.text ?? '')
}

const LONGEST_QUESTION_BYTES = 65_536

/** JSON behind its length in four octets, little-endian, in pieces as networks make them; hangs up on who speaks otherwise. */
function answerFramed(find: Find, socket: Socket): void {
  let waiting: Buffer = Buffer.alloc(0)
  const send = (text: string) => {
    const body = Buffer.from(text)
    const length = Buffer.alloc(4)
    length.writeUInt32LE(body.length)
    socket.write(length.subarray(0, 3))
    setImmediate(() => socket.write(Buffer.concat([length.subarray(3), body])))
  }
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk])
    const bytes = waiting.length >= 4 ? waiting.readUInt32LE(0) : 0
    if (bytes > LONGEST_QUESTION_BYTES) return socket.destroy()
    if (bytes === 0 || waiting.length < 4 + bytes) return
    const question = z
      .object({ cmd: z.string(), param: z.string().optional() })
      .safeParse(JSON.parse(waiting.subarray(4, 4 + bytes).toString()))
    waiting = waiting.subarray(4 + bytes)
    const ask = question.success ? [question.data.cmd, question.data.param].filter(Boolean).join(' ') : ''
    send(find(ask)?.text ?? `{"code":-2,"when":0,"msg":"invalid command","desc":"${ask}"}`)
  })
}

/** One JSON object or plain line a question; the ask is its `method` or `id`, or the line itself without a bar. The connection stays open. */
function answerLines(find: Find, socket: Socket): void {
  let waiting = ''
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk) => {
    waiting += chunk.toString()
    for (let end = endOfQuestion(waiting); end > 0; end = endOfQuestion(waiting)) {
      const question = waiting.slice(0, end).trim().replace(/\|$/, '')
      waiting = waiting.slice(end)
      if (question === '') continue
      const reply = find(nameOf(question))
      // A reply is cut where the connection ends.
      if (reply?.isCut) socket.end(reply.text)
      else if (reply) socket.write(`${reply.text}\n`)
      else socket.destroy()
    }
  })
}

/** A question is recorded by its method, by its `id` where it has none, else as it is. */
export function nameOf(question: string): string {
  const named = (field: string) => new RegExp(`"${field}"\\s*:\\s*"([^"]+)"`).exec(question)?.[1]
  return named('method') ?? named('id') ?? question
}

function endOfQuestion(text: string): number {
  const line = text.indexOf('\n')
  if (line >= 0) return line + 1
  // Some clients of the Claymore dialect end without a line feed, and `summary|` has none.
  return text.endsWith('}') || text.endsWith('|') ? text.length : 0
}

import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join, resolve } from 'node:path'
import type { Log } from '../log'
import { type AgentStatus, agentStatusSchema } from './agent-status'

const PATIENCE_MS = 3_000
const LONGEST_ANSWER_BYTES = 64_000_000
/** Of a socket's path on macOS; Linux takes four more. Node 20 cuts a longer one short without a word. */
const LONGEST_DOOR_BYTES = 103

/** A socket in the agent's folder (a named pipe on Windows): who may enter the folder may ask. */
function doorOf(folder: string): string {
  if (process.platform !== 'win32') return join(folder, 'status.sock')
  return `\\\\.\\pipe\\davylamp-agent-${createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 16)}`
}

function isTooLong(door: string): boolean {
  return process.platform !== 'win32' && Buffer.byteLength(door) > LONGEST_DOOR_BYTES
}

/**
 * Answers everybody who connects with the status as JSON. The folder must be locked already: what lies there is of an agent
 * that is no more. Without a door (a path too long for a socket) the agent runs on, and says so.
 */
export function openStatusDoor(folder: string, status: () => AgentStatus, log: Log): { close(): void } {
  const door = doorOf(folder)
  if (isTooLong(door)) {
    log('warn', `"status" cannot ask this agent: the path of its folder is too long for a socket`)
    return { close: () => undefined }
  }
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.end(JSON.stringify(status()))
  })
  server.on('error', (error) => log('warn', `"status" cannot ask this agent: ${error.message}`))
  if (process.platform !== 'win32') rmSync(door, { force: true })
  server.listen(door)
  server.unref()
  return { close: () => server.close() }
}

export type AskedStatus =
  | { ok: true; status: AgentStatus }
  | { ok: false; cause: 'not-running' | 'not-allowed' | 'strange'; problem: string }

/** Asks the agent that runs on a folder how it fares. `problem` is a sentence. */
export function askStatus(folder: string): Promise<AskedStatus> {
  if (isTooLong(doorOf(folder))) {
    const problem = `The path ${folder} is too long to ask an agent there: see its log.`
    return Promise.resolve({ ok: false, cause: 'strange', problem })
  }
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(doorOf(folder)).setEncoding('utf8').setTimeout(PATIENCE_MS)
    const give = (asked: AskedStatus) => {
      socket.destroy()
      resolve(asked)
    }
    const strange = (what: string) => give({ ok: false, cause: 'strange', problem: `The agent on ${folder} ${what}.` })
    socket.on('data', (chunk) => {
      text += chunk
      if (text.length > LONGEST_ANSWER_BYTES) strange('answers without an end')
    })
    socket.on('end', () => {
      const status = parsed(text)
      if (status) give({ ok: true, status })
      else strange('answers in a form that this version does not know: use its own program')
    })
    socket.on('timeout', () => strange('does not answer'))
    socket.on('error', (error) => give(explained(folder, error)))
  })
}

function parsed(text: string): AgentStatus | undefined {
  try {
    return agentStatusSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

function explained(folder: string, error: Error): AskedStatus {
  const code = 'code' in error ? error.code : undefined
  if (code === 'EACCES' || code === 'EPERM') {
    const problem = `The agent's folder ${folder} is not yours to read: ask with sudo.`
    return { ok: false, cause: 'not-allowed', problem }
  }
  return { ok: false, cause: 'not-running', problem: `No agent is running on ${folder}.` }
}

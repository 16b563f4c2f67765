import { connect } from 'node:net'
import { connectionProblem, MAXIMUM_REPLY_BYTES } from '../http-json'
import { describeTarget, type ReadFailure, type Target } from '../miner-reader'
import { parseReplyText } from './reply-text'

/** All that is ever sent to a machine: commands that report and change nothing. */
export const READ_COMMANDS = [
  'version',
  'summary',
  'stats',
  'estats',
  'devs',
  'edevs',
  'devdetails',
  'pools',
  'status',
  'get_version',
  'get_error_code',
  'get_miner_info',
  'config',
  'power',
  'temps',
  'fans',
  'tempctrl',
  'tunerstatus',
  'psu',
  'fan',
  'temperature',
  'mode',
  'ipreport',
  // TeamRedMiner's second algorithm.
  'summary2',
  'devs2',
  'pools2',
  'config2',
] as const

export type ReadCommand = (typeof READ_COMMANDS)[number]

/**
 * How a question is put: `{"command":"summary"}`, MicroBT's own `{"cmd":"summary"}`, or the plain `summary|` of the time before JSON,
 * which is answered in plain text.
 */
export type QuestionForm = 'command' | 'cmd' | 'plain'

export type CgminerReply = { ok: true; json: unknown } | { ok: false; failure: ReadFailure; problem: string }

/**
 * Asks one question, or several joined with `+`, over one connection (TCP, port 4028 as a rule): write JSON, read until the other
 * side closes. Some never close, so a reply that is complete is taken at once; what came before a time-out counts.
 */
export function askCgminer(
  target: Target,
  commands: readonly ReadCommand[],
  form: QuestionForm = 'command',
): Promise<CgminerReply> {
  const place = describeTarget({ ...target, scheme: 'tcp' })
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let bytes = 0
    let settled = false
    const settle = (reply: CgminerReply) => {
      if (settled) return
      settled = true
      clearTimeout(deadline)
      socket.destroy()
      resolve(reply)
    }
    const fail = (failure: ReadFailure, problem: string) =>
      settle({ ok: false, failure, problem: `${place} ${problem}` })
    const take = (otherwise: () => void) => {
      const json = parseReplyText(Buffer.concat(chunks).toString('utf8'))
      if (json === undefined) otherwise()
      else settle({ ok: true, json })
    }
    const notJson = () =>
      bytes === 0
        ? fail('not-this-miner', 'closed the connection without an answer')
        : fail('not-this-miner', 'answered with something that is not the cgminer API')

    const socket = connect({ host: target.host, port: target.port })
    const deadline = setTimeout(() => {
      const silent = () => fail('unreachable', `did not answer within ${target.timeoutMs} ms`)
      if (bytes === 0) silent()
      else take(notJson)
    }, target.timeoutMs)
    const question = commands.join('+')
    // Others that may listen there read whole lines: with the line's end they refuse at once instead of waiting for the rest.
    const written = form === 'plain' ? `${question}|` : `${JSON.stringify({ [form]: question })}\n`
    socket.on('connect', () => socket.write(written))
    socket.on('error', (error) => (bytes > 0 ? take(notJson) : fail(...connectionProblem(error))))
    socket.on('data', (chunk) => {
      bytes += chunk.length
      if (bytes > MAXIMUM_REPLY_BYTES) return fail('not-this-miner', 'sent more than 4 MiB, which no miner does')
      chunks.push(chunk)
      const whole = wholeDocument(chunk, chunks)
      if (whole !== undefined) settle({ ok: true, json: whole })
    })
    socket.on('end', () => take(notJson))
    socket.on('close', () => take(notJson))
  })
}

/** The document, once the bytes so far are one without any mending. */
function wholeDocument(lastChunk: Buffer, chunks: Buffer[]): unknown {
  if (!/[}\]]\s*\0*\s*$/.test(lastChunk.subarray(-8).toString('latin1'))) return undefined
  try {
    const value: unknown = JSON.parse(
      Buffer.concat(chunks)
        .toString('utf8')
        .replace(/\0+\s*$/, ''),
    )
    return value
  } catch {
    return undefined
  }
}

import { connect } from 'node:net'
import { connectionProblem, MAXIMUM_REPLY_BYTES } from './http-json'
import { describeTarget, type ReadFailure, type Target } from './miner-reader'

export type TextReply = { ok: true; text: string } | { ok: false; failure: ReadFailure; problem: string }

/** Whether what came so far is the whole reply. `perhaps` means so unless more follows at once. */
export type Wholeness = 'yes' | 'perhaps' | 'no'

const QUIET_MS = 150

/**
 * Asks one question over a connection of its own, for APIs that are plain text or JSON over TCP. Ends with the reply whole, the other
 * side closing, or time running out; what came until then is the reply, and the caller decides what it is worth.
 */
export function askText(target: Target, question: string, wholeness: (text: string) => Wholeness): Promise<TextReply> {
  const place = describeTarget({ ...target, scheme: 'tcp' })
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let bytes = 0
    let quiet: NodeJS.Timeout | undefined
    const settle = (reply: TextReply) => {
      clearTimeout(deadline)
      clearTimeout(quiet)
      socket.destroy()
      resolve(reply)
    }
    const fail = (failure: ReadFailure, problem: string) =>
      settle({ ok: false, failure, problem: `${place} ${problem}` })
    const text = () => Buffer.concat(chunks).toString('utf8')
    const takeOr = (failure: ReadFailure, problem: string) =>
      bytes > 0 ? settle({ ok: true, text: text() }) : fail(failure, problem)

    const socket = connect({ host: target.host, port: target.port })
    const deadline = setTimeout(
      () => takeOr('unreachable', `did not answer within ${target.timeoutMs} ms`),
      target.timeoutMs,
    )
    socket.on('connect', () => socket.write(question))
    socket.on('error', (error) => takeOr(...connectionProblem(error)))
    socket.on('data', (chunk) => {
      clearTimeout(quiet)
      bytes += chunk.length
      if (bytes > MAXIMUM_REPLY_BYTES) return fail('not-this-miner', 'sent more than 4 MiB, which no miner does')
      chunks.push(chunk)
      const whole = wholeness(text())
      if (whole === 'yes') return settle({ ok: true, text: text() })
      if (whole === 'perhaps') quiet = setTimeout(() => settle({ ok: true, text: text() }), QUIET_MS)
    })
    socket.on('end', () => takeOr('not-this-miner', 'closed the connection without an answer'))
    socket.on('close', () => takeOr('not-this-miner', 'closed the connection without an answer'))
  })
}

import type { SendResult } from './channel.ts'
import type { OutgoingAnswer } from './guarded-fetch.ts'

const ANSWER_LENGTH = 300
const FALLBACK_WAIT_MS = 60_000
const LONGEST_WAIT_MS = 6 * 60 * 60_000

/**
 * What an HTTP answer means for a message. `words` finds the service's own in its body. 408, 425, 429 and 5xx can pass;
 * other refusals would be repeated for ever. A redirect is a refusal: it is not followed.
 */
export function judge(
  answer: OutgoingAnswer,
  nowMs: number,
  words: (body: string) => string | undefined = (body) => body,
): SendResult {
  if (!answer.ok) return { ok: false, answer: answer.reason, retry: answer.refused !== true }
  const { status, body, headers } = answer
  const said = short(words(body) ?? body)
  const text = said === '' ? `HTTP ${status}` : `HTTP ${status}: ${said}`
  if (status >= 200 && status < 300) return { ok: true, answer: text }
  if (status >= 300 && status < 400) {
    return { ok: false, answer: `HTTP ${status}: it points elsewhere, and redirects are not followed`, retry: false }
  }
  const retry = status === 408 || status === 425 || status === 429 || status >= 500
  return {
    ok: false,
    answer: text,
    retry,
    retryAfterMs: retry ? waitAsked(status, headers['retry-after'], nowMs) : undefined,
  }
}

/** The wait that `Retry-After` asks for (RFC 9110, 10.2.3: seconds, or a date); a 429 without one is left a minute. */
export function waitAsked(status: number, header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim()
  if (text && /^\d+(\.\d+)?$/.test(text)) return boundedWait(Number(text) * 1000)
  const untilMs = text ? Date.parse(text) : Number.NaN
  if (Number.isFinite(untilMs)) return boundedWait(untilMs - nowMs)
  return status === 429 ? FALLBACK_WAIT_MS : undefined
}

/** A service that asks for days is asked again after six hours: the message would be too old by then. */
export function boundedWait(ms: number): number {
  return Math.min(LONGEST_WAIT_MS, Math.max(0, Math.ceil(ms)))
}

/** One line of at most 300 characters. */
export function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > ANSWER_LENGTH ? `${line.slice(0, ANSWER_LENGTH - 1)}…` : line
}

/** At most `length` characters of a text, cut where it must be. */
export function atMost(length: number, text: string): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}

/** The body as JSON, or undefined where it is none. */
export function parsedJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

import { isObject, type JsonObject, numberFrom, textFrom } from './lenient'
import { describeTarget, type ReadFailure, type Target } from './miner-reader'
import { askText } from './tcp-text'

export type JsonLineReply = { ok: true; json: JsonObject } | { ok: false; failure: ReadFailure; problem: string }

/**
 * One question of an API that takes a JSON object a line over TCP and answers with one. `lines` before the last (a login) are sent on
 * the same connection, and the last reply counts. A reply that is no whole object is not this kind of miner's.
 */
export async function askJsonLine(target: Target, ...lines: JsonObject[]): Promise<JsonLineReply> {
  const place = describeTarget({ ...target, scheme: 'tcp' })
  const question = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  const reply = await askText(target, question, (text) => (documentsIn(text).length >= lines.length ? 'yes' : 'no'))
  if (!reply.ok) return reply
  const json = documentsIn(reply.text).at(-1)
  if (json) return { ok: true, json }
  return { ok: false, failure: 'not-this-miner', problem: `${place} answered with something that is not JSON` }
}

/** The whole JSON objects in a text: one, over however many lines, or one a line. */
export function documentsIn(text: string): JsonObject[] {
  if (!/[}\]]\s*\0*\s*$/.test(text.slice(-16))) return []
  const body = withoutHttpHeaders(text)
  const one = parsed(body)
  if (one) return [one]
  return body
    .split('\n')
    .map(parsed)
    .filter((document) => document !== undefined)
}

/** miniZ since 1.8y3 answers a bare line as a web server would. */
function withoutHttpHeaders(text: string): string {
  return /^HTTP\/\d/.test(text) ? text.replace(/^[\s\S]*?\r?\n\r?\n/, '') : text
}

function parsed(text: string): JsonObject | undefined {
  try {
    const json: unknown = JSON.parse(text.replaceAll('\0', '').trim())
    return isObject(json) ? json : undefined
  } catch {
    return undefined
  }
}

/** Whether a reply says that a password is missing or wrong (ethminer's −401 and −403, Claymore's words). */
export function wantsPassword(json: JsonObject): boolean {
  const error = json.error
  if (isObject(error)) {
    const code = numberFrom(error.code)
    return code === -401 || code === -403 || /password|authoriz/i.test(textFrom(error.message) ?? '')
  }
  return /password|authoriz/i.test(textFrom(error) ?? '')
}

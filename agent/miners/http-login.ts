import { createHash, randomBytes } from 'node:crypto'
import type { Target } from './miner-reader'

/** How a machine asked for a name and password: what its last 401 said. */
type Challenge = { scheme: 'basic' } | { scheme: 'digest'; fields: { [name: string]: string }; count: number }

/** Remembered for as long as the target is polled, so that every further question needs one request instead of two. */
const challenges = new WeakMap<Target, Challenge>()

/** The header for the next request: a token at once, a name and password only in the way the machine asked for them. */
export function loginHeader(target: Target, method: string, path: string): { authorization?: string } {
  if (target.token !== undefined) return { authorization: `Bearer ${target.token}` }
  const challenge = challenges.get(target)
  if (challenge === undefined || !hasPassword(target)) return {}
  if (challenge.scheme === 'basic') {
    return { authorization: `Basic ${Buffer.from(`${target.user ?? ''}:${target.password ?? ''}`).toString('base64')}` }
  }
  challenge.count += 1
  return { authorization: digest(target, challenge, method, path) }
}

/** Keeps what a 401 asked for. True when another try can do better than the one it answered. */
export function challenged(target: Target, wwwAuthenticate: string | undefined, alreadySent: boolean): boolean {
  if (target.token !== undefined || !hasPassword(target)) return false
  const asked = wwwAuthenticate ?? ''
  const digestAsked = /\bdigest\b/i.exec(asked)
  if (!digestAsked) {
    challenges.set(target, { scheme: 'basic' })
    return !alreadySent
  }
  const fields = fieldsOf(asked.slice(digestAsked.index + 6))
  const before = challenges.get(target)
  challenges.set(target, { scheme: 'digest', fields, count: 0 })
  // A second refusal is one of the password, unless only the machine's nonce had grown old.
  return (
    !alreadySent ||
    (before?.scheme === 'digest' && before.fields.nonce !== fields.nonce && /true/i.test(fields.stale ?? ''))
  )
}

function hasPassword(target: Target): boolean {
  return target.user !== undefined || target.password !== undefined
}

/** `realm="x", nonce="y", qop="auth"` as an object, names in lower case. */
function fieldsOf(text: string): { [name: string]: string } {
  const fields: { [name: string]: string } = {}
  for (const match of text.matchAll(/([a-z]+)\s*=\s*(?:"([^"]*)"|([^\s,]+))/gi)) {
    const name = match[1]?.toLowerCase() ?? ''
    // A second scheme offered in the same header does not overwrite the first.
    fields[name] ??= match[2] ?? match[3] ?? ''
  }
  return fields
}

/** RFC 7616 with MD5 or SHA-256, and RFC 2069 where the machine names no `qop`. */
function digest(
  target: Target,
  { fields, count }: { fields: { [name: string]: string }; count: number },
  method: string,
  path: string,
): string {
  const algorithm = /sha-?256/i.test(fields.algorithm ?? '') ? 'sha256' : 'md5'
  const hash = (text: string) => createHash(algorithm).update(text).digest('hex')
  const user = target.user ?? ''
  const realm = fields.realm ?? ''
  const nonce = fields.nonce ?? ''
  const clientNonce = randomBytes(8).toString('hex')
  const first = hash(`${user}:${realm}:${target.password ?? ''}`)
  const secret = /-sess$/i.test(fields.algorithm ?? '') ? hash(`${first}:${nonce}:${clientNonce}`) : first
  const asked = hash(`${method}:${path}`)
  const counter = count.toString(16).padStart(8, '0')
  const qop = (fields.qop ?? '').split(',').some((word) => word.trim().toLowerCase() === 'auth')
  const response = qop
    ? hash(`${secret}:${nonce}:${counter}:${clientNonce}:auth:${asked}`)
    : hash(`${secret}:${nonce}:${asked}`)
  return [
    `Digest username="${user}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${path}"`,
    ...(fields.algorithm ? [`algorithm=${fields.algorithm}`] : []),
    ...(fields.opaque === undefined ? [] : [`opaque="${fields.opaque}"`]),
    ...(qop ? ['qop=auth', `nc=${counter}`, `cnonce="${clientNonce}"`] : []),
    `response="${response}"`,
  ].join(', ')
}

import { lookup as resolve } from 'node:dns/promises'
import http, { type IncomingHttpHeaders } from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { whyForbidden } from './address-guard.ts'

export type OutgoingRequest = {
  url: string
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string | Buffer
  /** The channel's own permission to ask addresses of private networks; plain HTTP goes there alone. */
  allowPrivate?: boolean
  timeoutMs?: number
  signal?: AbortSignal
}

/** `refused`: it was not asked, because it must not be. The reason repeats nothing of the address but its host. */
export type OutgoingAnswer =
  | { ok: true; status: number; headers: IncomingHttpHeaders; body: string }
  | { ok: false; reason: string; refused?: true }

export type GuardedFetch = (request: OutgoingRequest) => Promise<OutgoingAnswer>

export type GuardOptions = {
  /** DAVYLAMP_ALLOW_PRIVATE_WEBHOOKS: every channel may ask private addresses. */
  allowPrivate?: boolean
  /** Names to addresses; the machine's resolver unless told. */
  resolveName?: (host: string) => Promise<Resolved[]>
}

export type Resolved = { address: string; family: number }

const TIMEOUT_MS = 10_000
const MAX_BYTES = 256_000

/**
 * Asks a web service that somebody typed in, without becoming a way into one's own network: the name is resolved, every
 * address it has is checked, and the connection goes to exactly those (no second resolution that could differ).
 * Redirects are answers like any other, never followed. Bounded in time (10 s) and size (256 kB).
 */
export function createGuardedFetch(options: GuardOptions = {}): GuardedFetch {
  return async (request) => {
    const allowPrivate = (request.allowPrivate ?? false) || (options.allowPrivate ?? false)
    const place = await permitted(request.url, allowPrivate, options.resolveName)
    return place.ok ? ask(request, place.url, place.addresses) : place
  }
}

type Permitted = { ok: true; url: URL; addresses: Resolved[] } | { ok: false; reason: string; refused?: true }

/** Checks an address as every sending does: for forms, before it is saved. A name that cannot be resolved is `ok: false`. */
export async function permitted(
  address: string,
  allowPrivate: boolean,
  resolveName: GuardOptions['resolveName'] = (host) => resolve(host, { all: true }),
): Promise<Permitted> {
  if (!URL.canParse(address)) return refuse('This is not a web address')
  const url = new URL(address)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refuse('Only http:// and https:// can be asked')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  let addresses: Resolved[]
  try {
    addresses = isIP(host) ? [{ address: host, family: isIP(host) }] : await resolveName(host)
  } catch {
    return { ok: false, reason: `${host} is not known to this machine's resolver` }
  }
  if (addresses.length === 0) return { ok: false, reason: `${host} has no address` }
  for (const each of addresses) {
    const why = whyForbidden(each.address, allowPrivate)
    if (why) return refuse(`${host} may not be asked: ${why}`)
  }
  // Over the open internet a secret in clear text is nobody's intention.
  if (url.protocol === 'http:' && addresses.some(({ address: each }) => !whyForbidden(each, false)))
    return refuse(`${host} is on the internet: use https://`)
  return { ok: true, url, addresses }
}

function refuse(reason: string): { ok: false; reason: string; refused: true } {
  return { ok: false, reason, refused: true }
}

function ask(request: OutgoingRequest, url: URL, addresses: Resolved[]): Promise<OutgoingAnswer> {
  const { body, timeoutMs = TIMEOUT_MS } = request
  const pinned: LookupFunction = (_host, { all }, callback) => {
    const [first] = addresses
    if (all) callback(null, addresses)
    else if (first) callback(null, first.address, first.family)
  }
  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout
  return new Promise((settle) => {
    const fail = (error: Error) =>
      settle({
        ok: false,
        reason: timeout.aborted
          ? `${url.host} did not answer within ${timeoutMs / 1000} s`
          : unreachable(url.host, error),
      })
    const outgoing = (url.protocol === 'https:' ? https : http).request(
      url,
      {
        method: request.method ?? 'POST',
        headers: {
          'user-agent': 'Davylamp',
          ...request.headers,
          ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
        },
        agent: false,
        lookup: pinned,
        signal,
      },
      (response) => {
        const parts: Buffer[] = []
        let bytes = 0
        response.on('data', (part: Buffer) => {
          bytes += part.byteLength
          if (bytes > MAX_BYTES) response.destroy(new Error(`sent more than ${MAX_BYTES} bytes`))
          else parts.push(part)
        })
        response.on('error', fail)
        response.on('end', () =>
          settle({
            ok: true,
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts).toString('utf8'),
          }),
        )
      },
    )
    outgoing.on('error', fail)
    outgoing.end(body)
  })
}

function unreachable(host: string, error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return `${host} could not be reached: ${error.message || code || error.name}`
}

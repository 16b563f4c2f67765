import type { IncomingMessage } from 'node:http'

/** Where a request comes from, set by us on every request, so that nothing a client sends can stand for it. */
export const ADDRESS_HEADER = 'x-davylamp-address'

const FORWARDED = [
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'forwarded',
  'x-real-ip',
]

/**
 * Called by the server on every request and upgrade before anybody reads it. Without a trusted proxy, forwarded headers
 * are a stranger's word and are removed; with one, the address that it added (the last) counts.
 */
export function settleForwardedHeaders(request: IncomingMessage, trustProxy: boolean): void {
  const forwardedFor = request.headers['x-forwarded-for']
  if (!trustProxy) for (const name of FORWARDED) delete request.headers[name]
  const chain = (Array.isArray(forwardedFor) ? forwardedFor.join(',') : (forwardedFor ?? '')).split(',')
  const added = trustProxy ? chain.at(-1)?.trim() : undefined
  request.headers[ADDRESS_HEADER] = added || request.socket.remoteAddress?.replace(/^::ffff:/, '') || '0.0.0.0'
}

import { isIPv6 } from 'node:net'

/** A target as a person writes it. Without a port or a scheme, what answers has to be found out. */
export type TargetText = {
  host: string
  port?: number
  scheme?: 'tcp' | 'http' | 'https'
  user?: string
  password?: string
}

export type ParsedTarget = { ok: true; target: TargetText } | { ok: false; problem: string }

/**
 * Reads `tcp://host:port`, `http://user:password@host:port` or a bare `host[:port]` (IPv6 in brackets, or bare without a port).
 * A problem never repeats the text, which may hold a password.
 */
export function parseTarget(text: string): ParsedTarget {
  const trimmed = text.trim()
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(trimmed)?.[1]?.toLowerCase()
  if (scheme !== undefined && scheme !== 'tcp' && scheme !== 'http' && scheme !== 'https') {
    return { ok: false, problem: 'a target begins with tcp://, http:// or https://, or is a bare host[:port]' }
  }
  if (isIPv6(trimmed)) return { ok: true, target: { host: trimmed } }
  const unparsable = 'a target is written tcp://host:port, http://host:port or host[:port]'
  let url: URL
  try {
    // As http, since only known schemes are taken apart; its default port is put back below.
    url = new URL(`http://${trimmed.replace(/^[a-z]+:\/\//i, '')}`)
  } catch {
    return { ok: false, problem: unparsable }
  }
  const afterCredentials = trimmed.replace(/^[a-z]+:\/\//i, '').replace(/^.*@/, '')
  const port = /^(?:\[[^\]]*\]|[^:/?#]*):(\d+)/.exec(afterCredentials)?.[1]
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (host === '' || (port !== undefined && (Number(port) < 1 || Number(port) > 65535)))
    return { ok: false, problem: unparsable }
  if (scheme === 'tcp' && port === undefined) return { ok: true, target: { host, scheme } }
  const target: TargetText = { host }
  if (port !== undefined) target.port = Number(port)
  if (scheme !== undefined) target.scheme = scheme
  if (url.username !== '') target.user = decoded(url.username)
  if (url.password !== '') target.password = decoded(url.password)
  return { ok: true, target }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

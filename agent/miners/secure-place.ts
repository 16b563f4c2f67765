import { describeTarget, type Target } from './miner-reader'

/**
 * Where a machine that sends its HTTP visitors to its HTTPS answered as one that can be read. Kept for as long as the target is polled, and
 * one object each, so that how such a place asks for a password is remembered with it.
 */
const places = new WeakMap<Target, Target>()

/** Where to ask at once, without being sent there again. */
export function rememberedPlace(target: Target): Target | undefined {
  return places.get(target)
}

export function rememberPlace(target: Target, place: Target): void {
  places.set(target, place)
}

export function forgetPlace(target: Target): void {
  places.delete(target)
}

/** `elsewhere`: the origin that is not followed. */
export type Redirect = { place: Target } | { elsewhere: string }

/**
 * What to do with a redirect: followed is the same machine's HTTPS on the port that the target names, or on 443 from 80. Any other port may
 * be any other program, which would be asked with this machine's credentials. Nothing where it stays at the same place.
 */
export function redirectOf(target: Target, location: string | undefined): Redirect | undefined {
  if (location === undefined || !URL.canParse(location)) return undefined
  const { protocol, hostname, port } = new URL(location)
  if (protocol !== 'https:' && protocol !== 'http:') return undefined
  const host = hostname.replace(/^\[|\]$/g, '')
  const scheme = protocol === 'https:' ? 'https' : 'http'
  const there = { host, scheme, port: Number(port || (scheme === 'https' ? 443 : 80)) } as const
  const sameHost = host === target.host.toLowerCase()
  if (sameHost && scheme === (target.scheme ?? 'http') && there.port === target.port) return undefined
  const isItsHttps = scheme === 'https' && (there.port === target.port || (target.port === 80 && there.port === 443))
  if (!sameHost || !isItsHttps || target.scheme === 'https') return { elsewhere: describeTarget(there) }
  return { place: { ...target, scheme: 'https', port: there.port } }
}

const SENDS_ELSEWHERE = 'sends its visitors to'

/** Begins after the target's name. */
export function elsewhereWords(elsewhere: string): string {
  return `${SENDS_ELSEWHERE} ${elsewhere}, which is not followed: if that is the same machine, write that address as the target`
}

/** Whether a problem is one of `elsewhereWords`. */
export function isSentElsewhere(problem: string): boolean {
  return problem.includes(SENDS_ELSEWHERE)
}

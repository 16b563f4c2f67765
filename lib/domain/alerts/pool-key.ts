import type { PoolReport } from '#lib/domain/reading'

/** Stands between domain and wallet in a key; neither has a blank in it. */
const BETWEEN = ' '

/**
 * What a pool comes to when what changes without harm is set aside: the port, the protocol, the region in front of the
 * domain (`eu.pool.example` and `us.pool.example`), and the worker's name behind the wallet or account. Undefined where
 * no address is told.
 */
export function poolKey({ url, user }: PoolReport): string | undefined {
  const domain = url === undefined ? undefined : domainOf(url)
  return domain === undefined ? undefined : `${domain}${BETWEEN}${walletOf(user ?? '')}`
}

/** Whether pool and wallet are both known, though perhaps not together: an owner's coins at an owner's pools. */
export function isKnownPool(key: string, known: readonly string[]): boolean {
  if (known.includes(key)) return true
  const [domain = '', wallet = ''] = key.split(BETWEEN)
  let domainKnown = false
  let walletKnown = false
  for (const other of known) {
    const [otherDomain, otherWallet] = other.split(BETWEEN)
    if (otherDomain === domain) domainKnown = true
    if (otherWallet === wallet) walletKnown = true
  }
  return domainKnown && walletKnown
}

/** `pool.example bc1qxy…0wlh`: a wallet is shortened, a short account is not. */
export function poolWords(key: string): string {
  const [domain = '', wallet = ''] = key.split(BETWEEN)
  if (wallet === '') return domain
  return `${domain} (${wallet.length > 20 ? `${wallet.slice(0, 6)}…${wallet.slice(-4)}` : wallet})`
}

function domainOf(url: string): string | undefined {
  const host = url
    .trim()
    .toLowerCase()
    .replace(/^[a-z0-9+.-]+:\/\//, '')
    .replace(/^[^@/]*@/, '')
    .replace(/[/?#].*$/, '')
    .replace(/:\d+$/, '')
  if (host === '') return undefined
  const isAddress = /^[\d.]+$/.test(host) || host.includes(':')
  return isAddress ? host : host.split('.').slice(-2).join('.')
}

/** Workers stand behind a dot, a slash or a plus; an account that is an e-mail address has dots of its own. */
function walletOf(user: string): string {
  const text = user.trim().replace(/\s+/g, '')
  if (text.includes('@')) return text
  return text.split(/[./+]/, 1)[0] ?? ''
}

/** Marketplaces and their kin: they pay for hashes, by a rate per hash, whatever is mined with them. */
export const MARKETPLACES = [
  'nicehash',
  'zpool',
  'mining-dutch',
  'prohashing',
  'unmineable',
  'miningrigrentals',
] as const

export type Marketplace = (typeof MARKETPLACES)[number]

/** A pool (or the chain itself, solo), or a marketplace that buys hash power. */
export type Payer = 'pool' | Marketplace

const MARKETPLACE_LABELS: Readonly<Record<Marketplace, string>> = {
  nicehash: 'NiceHash',
  zpool: 'zpool',
  'mining-dutch': 'Mining-Dutch',
  prohashing: 'Prohashing',
  unmineable: 'unMineable',
  miningrigrentals: 'MiningRigRentals',
}

/** Pools known by name; the key is what is stored. */
export const POOL_LABELS: Readonly<Record<string, string>> = {
  antpool: 'AntPool',
  braiins: 'Braiins Pool',
  'binance-pool': 'Binance Pool',
  ckpool: 'CKPool',
  p2pool: 'P2Pool',
  ethermine: 'Ethermine',
  f2pool: 'F2Pool',
  flypool: 'Flypool',
  foundry: 'Foundry USA',
  hashvault: 'HashVault',
  herominers: 'HeroMiners',
  hiveon: 'Hiveon Pool',
  kryptex: 'Kryptex Pool',
  litecoinpool: 'litecoinpool.org',
  luxor: 'Luxor',
  moneroocean: 'MoneroOcean',
  nanopool: 'Nanopool',
  ocean: 'Ocean',
  'public-pool': 'Public Pool',
  supportxmr: 'SupportXMR',
  twominers: '2Miners',
  viabtc: 'ViaBTC',
  woolypooly: 'WoolyPooly',
}

/** A payer's text as stored, understood; what is not a marketplace is a pool. */
export function parsePayer(text: string): Payer {
  return MARKETPLACES.find((name) => name === text) ?? 'pool'
}

/**
 * The stable key to group income by: the marketplace, the pool where it is known, or `pool`. A pool of the owner's own
 * naming is its own key.
 */
export function payerOf({ payer, pool }: { payer: Payer; pool?: string }): string {
  return payer === 'pool' ? (pool ?? 'pool') : payer
}

/** A payer's key as people write it: `Braiins Pool`, `NiceHash`; `Pool not named` for `pool`. */
export function payerLabel(key: string): string {
  if (key === 'pool') return 'Pool not named'
  const marketplace = MARKETPLACES.find((name) => name === key)
  return marketplace ? MARKETPLACE_LABELS[marketplace] : (POOL_LABELS[key] ?? key)
}

/** The key of a pool by its key or its label, however it is written; one that is not known keeps the owner's words. */
export function poolKey(text: string): string {
  const spelled = plain(text)
  return (
    Object.keys(POOL_LABELS).find((key) => plain(key) === spelled || plain(POOL_LABELS[key] ?? '') === spelled) ?? text
  )
}

/** The marketplace that a text names, by its key or its label. */
export function marketplaceNamed(text: string): Marketplace | undefined {
  const spelled = plain(text)
  return MARKETPLACES.find((name) => plain(name) === spelled || plain(MARKETPLACE_LABELS[name]) === spelled)
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '')
}

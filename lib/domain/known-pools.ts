import type { PayoutScheme } from '#lib/domain/explained-money'
import type { Marketplace } from '#lib/domain/payers'

/** What a pool's host name tells. A fee or scheme is here only where a source says so; both change with accounts and time. */
export type KnownPool = {
  /** Key of the pool, or the marketplace. */
  key: string
  marketplace?: Marketplace
  /** The host ends with one of these. */
  hosts: readonly string[]
  scheme?: PayoutScheme
  feePercent?: number
  soloFeePercent?: number
  /** The one coin that it mines. */
  coin?: string
}

/**
 * Host names and fees as in RainbowMiner/RainbowMiner `Pools/*.ps1` (2Miners, 2MinersSolo, HeroMiners, Nanopool,
 * HashVault, Hiveon, Ethermine, NiceHash, MiningDutch, unMineable); Foundry, Luxor and Ocean as the pool comparisons of
 * spark.money and dont-trust-verify.com (2026) both tell; CKPool's 2 % is its own; SupportXMR 0.6 % by pool lists;
 * litecoinpool.org pays PPS (its news 59); P2Pool by SChernykh/p2pool README (PPLNS, no fee). Where sources disagree
 * (Braiins, F2Pool, AntPool, ViaBTC, MoneroOcean, Public Pool) the fee is left out.
 */
export const KNOWN_POOLS: readonly KnownPool[] = [
  market('nicehash', ['nicehash.com'], 2),
  market('zpool', ['zpool.ca']),
  market('mining-dutch', ['mining-dutch.nl'], 2),
  market('prohashing', ['prohashing.com']),
  market('unmineable', ['unmineable.com', 'unminable.com'], 1),
  market('miningrigrentals', ['miningrigrentals.com']),
  { key: 'braiins', hosts: ['braiins.com', 'slushpool.com'], scheme: 'fpps', coin: 'BTC' },
  { key: 'f2pool', hosts: ['f2pool.com'] },
  { key: 'antpool', hosts: ['antpool.com'] },
  { key: 'viabtc', hosts: ['viabtc.com', 'viabtc.io', 'viabtc.top'] },
  { key: 'foundry', hosts: ['foundryusapool.com'], scheme: 'fpps', coin: 'BTC' },
  { key: 'luxor', hosts: ['luxor.tech'], scheme: 'fpps', feePercent: 0.7 },
  { key: 'ocean', hosts: ['ocean.xyz'], feePercent: 2, coin: 'BTC' },
  { key: 'binance-pool', hosts: ['poolbinance.com'] },
  { key: 'ckpool', hosts: ['ckpool.org'], scheme: 'solo', feePercent: 2, coin: 'BTC' },
  { key: 'public-pool', hosts: ['public-pool.io'], scheme: 'solo', coin: 'BTC' },
  { key: 'twominers', hosts: ['2miners.com'], scheme: 'pplns', feePercent: 1, soloFeePercent: 1.5 },
  { key: 'moneroocean', hosts: ['moneroocean.stream'], coin: 'XMR' },
  { key: 'supportxmr', hosts: ['supportxmr.com'], feePercent: 0.6, coin: 'XMR' },
  { key: 'herominers', hosts: ['herominers.com'], feePercent: 0.9 },
  { key: 'nanopool', hosts: ['nanopool.org'], feePercent: 1 },
  { key: 'ethermine', hosts: ['ethermine.org'], feePercent: 1 },
  { key: 'flypool', hosts: ['flypool.org'], feePercent: 1 },
  { key: 'hiveon', hosts: ['hiveon.com', 'hiveon.net'], feePercent: 0 },
  { key: 'hashvault', hosts: ['hashvault.pro'], scheme: 'pplns', feePercent: 0.9 },
  { key: 'p2pool', hosts: ['p2pool.io', 'p2pool.observer'], scheme: 'pplns', feePercent: 0, coin: 'XMR' },
  { key: 'litecoinpool', hosts: ['litecoinpool.org'], scheme: 'pps', coin: 'LTC' },
  { key: 'kryptex', hosts: ['kryptex.network', 'kryptex.com'] },
  { key: 'woolypooly', hosts: ['woolypooly.com'] },
]

/** The pool whose host this is, if it is a known one; a host of the same ending that is somebody else's is not. */
export function knownPool(host: string): KnownPool | undefined {
  return KNOWN_POOLS.find(({ hosts }) => hosts.some((end) => host === end || host.endsWith(`.${end}`)))
}

/** What a known payer usually takes and how it pays, by its key; undefined for one that is not known. */
export function usualTerms(key: string): Pick<KnownPool, 'scheme' | 'feePercent'> | undefined {
  return KNOWN_POOLS.find((pool) => pool.key === key)
}

function market(key: Marketplace, hosts: readonly string[], feePercent?: number): KnownPool {
  return { key, marketplace: key, hosts, feePercent }
}

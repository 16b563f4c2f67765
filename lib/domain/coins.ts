import { describeAlgorithm } from '#lib/domain/algorithms'
import type { Assignment } from '#lib/domain/explained-money'
import { ASSUMED_POOL_FEE_PERCENT } from '#lib/domain/limits'

/** A coin that can be mined, with what its chain fixes. */
export type Coin = {
  symbol: string
  name: string
  /** Canonical name of its proof of work. */
  algorithm: string
  /** Another algorithm that miners name while mining this coin. */
  alsoReportedAs?: string
  /** Target time between blocks, in seconds. */
  blockSeconds: number
  /** Hashes (solutions) expected for one block at difficulty 1. */
  hashesPerDifficulty: number
  /** The same hashes also find blocks of this coin. */
  mergedWith?: string
  coingeckoId: string
  /** What about its figures no source confirmed. */
  unverified?: string
}

const BITCOIN_LIKE = 2 ** 32

/**
 * Difficulties count hashes each in their own way. Sources: bitcoin/bitcoin, litecoin, dogecoin chain parameters
 * (difficulty 1 = 2^32 hashes); Monero, Ethereum Classic and Ergo publish the expected hashes themselves; Kaspa's counts
 * double (24 215 525 464 169 984 × 2 × 10 blocks/s = 484 PH/s, the network's rate that day); Zcash: "How Solrate Is
 * Estimated", Solrate = difficulty × 8192 ÷ 75 (powLimit 0007ff…).
 */
export const COINS: readonly Coin[] = [
  coin('BTC', 'Bitcoin', 'sha256d', 600, BITCOIN_LIKE, 'bitcoin'),
  coin('BCH', 'Bitcoin Cash', 'sha256d', 600, BITCOIN_LIKE, 'bitcoin-cash'),
  { ...coin('LTC', 'Litecoin', 'scrypt', 150, BITCOIN_LIKE, 'litecoin'), mergedWith: 'DOGE' },
  coin('DOGE', 'Dogecoin', 'scrypt', 60, BITCOIN_LIKE, 'dogecoin'),
  coin('XMR', 'Monero', 'randomx', 120, 1, 'monero'),
  { ...coin('ETC', 'Ethereum Classic', 'etchash', 13, 1, 'ethereum-classic'), alsoReportedAs: 'ethash' },
  coin('RVN', 'Ravencoin', 'kawpow', 60, BITCOIN_LIKE, 'ravencoin'),
  coin('KAS', 'Kaspa', 'kheavyhash', 0.1, 2, 'kaspa'),
  coin('ERG', 'Ergo', 'autolykos2', 120, 1, 'ergo'),
  coin('ZEC', 'Zcash', 'equihash', 75, 8192, 'zcash'),
  {
    ...coin('DASH', 'Dash', 'x11', 157.5, BITCOIN_LIKE, 'dash'),
    unverified: "The miner's share of the block (20 % since version 20) is not confirmed by a source of ours",
  },
]

const bySymbol = new Map(COINS.map((known) => [known.symbol, known]))

export function coinBySymbol(symbol: string): Coin | undefined {
  return bySymbol.get(symbol.toUpperCase())
}

/** Coins that an algorithm's work can find, the usual one first; one found only beside another comes last. */
export function minableCoins(algorithm: string): Coin[] {
  return COINS.filter((known) => minesWith(known, algorithm))
}

/** Whether work of this algorithm finds the coin. */
export function minesWith(known: Coin, algorithm: string): boolean {
  return known.algorithm === algorithm || known.alsoReportedAs === algorithm
}

/** The coin that work of an algorithm most likely mines; the assumption is shown as one. */
export function assumedCoin(algorithm: string): string | undefined {
  return minableCoins(algorithm)[0]?.symbol
}

/** The assignment to begin with: the likely coin at a pool with the usual fee. Undefined where no coin is known. */
export function assumedAssignment(algorithm: string, fromMs = 0): Assignment | undefined {
  const symbol = assumedCoin(algorithm)
  if (symbol === undefined) return undefined
  return {
    algorithm,
    fromMs,
    payer: 'pool',
    coin: symbol,
    scheme: 'unknown',
    poolFeePercent: ASSUMED_POOL_FEE_PERCENT,
    assumed: true,
  }
}

export type NotMinable = { since: string; explanation: string; insteadSymbol: string }

/** The day on which Ethereum stopped being mined (the Merge; see {@link notMinable}): no work of ETH is valued from it on. */
export const ETH_MINED_UNTIL_MS = Date.UTC(2022, 8, 15)

/**
 * A coin people still ask for that cannot be mined any more. Sources: Besu's documentation ("The Merge was executed on
 * September 15, 2022"), ethereum/execution-specs (Paris at block 15 537 394).
 */
export function notMinable(symbol: string): NotMinable | undefined {
  if (symbol.toUpperCase() !== 'ETH') return undefined
  return {
    since: '2022-09-15',
    explanation:
      'Ethereum cannot be mined since the Merge on 2022-09-15 (block 15,537,394): it runs on proof of stake. The same cards mine Ethereum Classic (ETC).',
    insteadSymbol: 'ETC',
  }
}

/** The same of a moment: undefined while the coin was still mined, so that its past can be valued. */
export function notMinedAt(symbol: string, atMs: number): NotMinable | undefined {
  return atMs < ETH_MINED_UNTIL_MS ? undefined : notMinable(symbol)
}

/** Why work of an algorithm cannot be valued in a coin, in words; undefined when it can. */
export function reasonNotToMine(symbol: string, algorithm: string): string | undefined {
  const gone = notMinable(symbol)
  if (gone) return gone.explanation
  const known = coinBySymbol(symbol)
  if (!known) return `How ${symbol} counts its difficulty is not known here`
  if (minesWith(known, algorithm)) return undefined
  return `${symbol} is not mined with ${describeAlgorithm(algorithm).label}`
}

function coin(
  symbol: string,
  name: string,
  algorithm: string,
  blockSeconds: number,
  hashesPerDifficulty: number,
  coingeckoId: string,
): Coin {
  return { symbol, name, algorithm, blockSeconds, hashesPerDifficulty, coingeckoId }
}

import { COINS, type Coin, minableCoins, minesWith } from '#lib/domain/coins'
import type { Assignment } from '#lib/domain/explained-money'
import { type KnownPool, knownPool } from '#lib/domain/known-pools'
import { ASSUMED_POOL_FEE_PERCENT } from '#lib/domain/limits'
import type { PoolReport } from '#lib/domain/reading'

/** Who pays, as far as an address tells. */
export type PayerGuess = Pick<Assignment, 'payer' | 'pool' | 'coin' | 'scheme' | 'poolFeePercent'>

/** The host of `stratum+tcp://etc.2miners.com:1010`, `host:port` or `host`, in lower case; empty where there is none. */
export function poolHost(url: string | undefined): string {
  const bare = (url ?? '')
    .slice(0, LONGEST_ADDRESS)
    .trim()
    .toLowerCase()
    .replace(/^[a-z0-9+.-]+:\/\//, '')
    .replace(/^[^/@]*@/, '')
  return /^(?:\[[0-9a-f:]+\]|[^:/?#\s]*)/.exec(bare)?.[0] ?? ''
}

/**
 * Who probably pays for an algorithm's work by the address and user that the miner names: the marketplace or pool by its
 * host, the coin by a symbol in the host, by what the pool mines alone, or by the form of the wallet, else the usual coin
 * of the algorithm. A fee that no source tells is taken as the usual one. Undefined where no coin is known.
 */
export function guessPayer(algorithm: string, pool: PoolReport | undefined): PayerGuess | undefined {
  const host = poolHost(pool?.url)
  const user = (pool?.user ?? '').slice(0, LONGEST_ADDRESS)
  const known = knownPool(host)
  if (known?.marketplace) return soldTo(known, user)
  const coins = minableCoins(algorithm)
  const usual = coins[0]
  if (!usual) return undefined
  const words = host.split(/[^a-z0-9]+/)
  const coin =
    coins.find((each) => words.some((word) => names(word, each))) ??
    coins.find(({ symbol }) => symbol === known?.coin) ??
    coins.find(({ symbol }) => symbol === coinOfWallet(user, algorithm)) ??
    usual
  const key = known?.key ?? (coin.symbol === 'XMR' && words.includes('p2pool') ? 'p2pool' : undefined)
  const saysSolo = words.some((word) => /^(?:eu|au|us)?solo/.test(word))
  const solo = saysSolo || /^solo:/i.test(user)
  if (solo) {
    const poolFeePercent = known?.soloFeePercent ?? (known?.scheme === 'solo' ? known.feePercent : undefined)
    return guess(key, coin, 'solo', poolFeePercent)
  }
  if (key === 'p2pool') return guess(key, coin, 'pplns', 0)
  return guess(key, coin, known?.scheme ?? 'unknown', known?.feePercent)
}

const LONGEST_ADDRESS = 300

function guess(
  pool: string | undefined,
  coin: Coin,
  scheme: Assignment['scheme'],
  fee: number | undefined,
): PayerGuess {
  return { payer: 'pool', pool, coin: coin.symbol, scheme, poolFeePercent: fee ?? ASSUMED_POOL_FEE_PERCENT }
}

function soldTo({ marketplace = 'nicehash', feePercent }: KnownPool, user: string): PayerGuess {
  // unMineable takes `COIN:wallet.worker` and pays in that coin (RainbowMiner Pools/unMineable.ps1); the others in BTC.
  const named = marketplace === 'unmineable' ? /^([a-z0-9]{2,10}):/i.exec(user)?.[1]?.toUpperCase() : undefined
  return {
    payer: marketplace,
    coin: named ?? 'BTC',
    scheme: 'unknown',
    poolFeePercent: feePercent ?? ASSUMED_POOL_FEE_PERCENT,
  }
}

/** 2Miners, F2Pool and HeroMiners name the coin in the host: `etc.2miners.com`, `solo-rvn.2miners.com`, `kaspa.…`. */
function names(word: string, { symbol, name }: Coin): boolean {
  const short = symbol.toLowerCase()
  return word === short || word === `solo${short}` || word === name.toLowerCase().replaceAll(' ', '')
}

/** Forms of addresses by their chains: prefixes and lengths as wallets write them. */
const WALLETS: readonly (readonly [symbol: string, form: RegExp])[] = [
  ['XMR', /^[48][1-9A-HJ-NP-Za-km-z]{94}(?:[1-9A-HJ-NP-Za-km-z]{11})?$/],
  ['KAS', /^kaspa:[a-z0-9]{50,}$/i],
  ['BCH', /^(?:bitcoincash:)?[qp][a-z0-9]{41}$/i],
  ['BTC', /^(?:bc1[a-z0-9]{11,71}|[13][1-9A-HJ-NP-Za-km-z]{25,34})$/],
  ['LTC', /^(?:ltc1[a-z0-9]{11,71}|[LM][1-9A-HJ-NP-Za-km-z]{26,33})$/],
  ['DOGE', /^D[1-9A-HJ-NP-Za-km-z]{33}$/],
  ['RVN', /^R[1-9A-HJ-NP-Za-km-z]{33}$/],
  ['ZEC', /^t[13][1-9A-HJ-NP-Za-km-z]{33}$/],
  ['DASH', /^X[1-9A-HJ-NP-Za-km-z]{33}$/],
  ['ERG', /^9[1-9A-HJ-NP-Za-km-z]{50}$/],
  ['ETC', /^0x[0-9a-f]{40}$/i],
]

/** The coin that a user `wallet.worker` is paid in, among those that the algorithm mines; undefined where it tells none. */
export function coinOfWallet(user: string, algorithm: string): string | undefined {
  const wallet = user.replace(/^solo:/i, '').split(/[./+]/)[0] ?? ''
  return WALLETS.find(([symbol, form]) => {
    const coin = COINS.find((each) => each.symbol === symbol)
    return coin !== undefined && minesWith(coin, algorithm) && form.test(wallet)
  })?.[0]
}

/** Whether two say the same of who pays and for what; a fee or a scheme alone makes no other payer. */
export function samePayer(
  one: Pick<Assignment, 'payer' | 'pool' | 'coin'>,
  other: Pick<Assignment, 'payer' | 'pool' | 'coin'>,
): boolean {
  return one.payer === other.payer && one.pool === other.pool && one.coin === other.coin
}

/**
 * What an address says against an assignment that the owner confirmed; undefined where it agrees, or tells nothing. Only
 * hosts of known pools speak, and an assignment that names no pool is content with any: a guess from less never
 * contradicts the owner. A host that the owner saw and confirmed the payer despite of it says nothing new.
 */
export function contradiction(
  assignment: Assignment,
  pool: PoolReport | undefined,
): { address: string; guess: PayerGuess } | undefined {
  if (assignment.assumed || pool?.url === undefined || pool.connected === false) return undefined
  const host = poolHost(pool.url)
  const guessed = guessPayer(assignment.algorithm, pool)
  if (!guessed || host === '' || host === assignment.despiteHost) return undefined
  const marketChanged = guessed.payer !== assignment.payer && (guessed.payer !== 'pool' || guessed.pool !== undefined)
  const poolChanged =
    guessed.payer === 'pool' &&
    assignment.payer === 'pool' &&
    guessed.pool !== undefined &&
    assignment.pool !== undefined &&
    guessed.pool !== assignment.pool
  return marketChanged || poolChanged ? { address: host, guess: guessed } : undefined
}

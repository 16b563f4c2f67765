import { canonicalAlgorithm } from '#lib/domain/algorithms'
import { type Coin, coinBySymbol } from '#lib/domain/coins'
import { expectedCoins, hashesPerBlock } from '#lib/domain/expected-coin'
import { type Marketplace, marketplaceNamed } from '#lib/domain/payers'
import { subsidyToMiner } from '#lib/domain/subsidy'
import { parseHashRate, SECONDS_PER_DAY } from '#lib/domain/units'
import { type CalculationOptions, whatIsWrong } from './day-options.ts'
import { givenAmount, givenNumber } from './given-number.ts'

/** Coins paid for one hash, the fee taken off, and what one of them costs. */
export type PaidPerHash = { coin: string; coinPerHash: number; price: number }

export type DayInputs = {
  algorithm: string
  hashesPerSecond: number
  paid: PaidPerHash
  /** Found by the same hashes; null where it was not asked for, absent where there is none. */
  merged?: PaidPerHash | null
  powerWatts: number
  pricePerKwh: number
}

type Understood = { ok: true; inputs: DayInputs } | { ok: false; reason: string }

/**
 * Options understood. Nothing is assumed: what is not given and does not follow from what is (the subsidy from the height
 * or the date, the difficulty from the network's hash rate) is named in the reason.
 */
export function dayInputs(options: CalculationOptions, nowMs: number): Understood {
  const wrong = whatIsWrong(options)
  if (wrong !== undefined) return { ok: false, reason: wrong }
  const missing: string[] = []
  const work = options.marketplace === undefined ? minedWork(options, nowMs, missing) : soldWork(options, missing)
  const hashesPerSecond = parseHashRate(options.hashrate ?? '')
  const powerWatts = givenAmount(options.power)
  const pricePerKwh = givenNumber(options.tariff)
  if (hashesPerSecond === undefined) missing.push('--hashrate')
  if (powerWatts === undefined) missing.push('--power')
  if (pricePerKwh === undefined) missing.push('--tariff')
  if (!work || hashesPerSecond === undefined || powerWatts === undefined || pricePerKwh === undefined) {
    return { ok: false, reason: `not given and not known: ${missing.join(', ')}` }
  }
  return { ok: true, inputs: { ...work, hashesPerSecond, powerWatts, pricePerKwh } }
}

type Work = Pick<DayInputs, 'algorithm' | 'paid' | 'merged'>

function minedWork(options: CalculationOptions, nowMs: number, missing: string[]): Work | undefined {
  const coin = coinBySymbol(options.coin ?? '')
  const height = givenAmount(options.height)
  const perBlock = coin && hashesForBlock(coin, options)
  const reward = givenAmount(options.reward) ?? (coin && subsidyToMiner(coin.symbol, height, nowMs))
  const price = givenAmount(options.price)
  if (!coin) missing.push('--coin')
  if (options.difficulty === undefined && options.networkHashrate === undefined) {
    missing.push('--difficulty (or --network-hashrate)')
  }
  if (reward === undefined) {
    missing.push(height === undefined ? '--height (or --reward, coins per block)' : '--reward (coins per block)')
  }
  if (price === undefined) missing.push('--price')
  const merged = mergedWork(options, coin, nowMs, missing)
  if (!coin || perBlock === undefined || reward === undefined || price === undefined || missing.length > 0) return
  const paid = paidByPool(coin.symbol, perBlock, reward, price, options)
  return { algorithm: coin.algorithm, paid, ...(coin.mergedWith ? { merged: merged ?? null } : {}) }
}

/** What one hash finds of the coin mined along; with one of its two rates the other is missing. */
function mergedWork(
  options: CalculationOptions,
  beside: Coin | undefined,
  nowMs: number,
  missing: string[],
): PaidPerHash | undefined {
  const difficulty = givenAmount(options.mergedDifficulty)
  const price = givenAmount(options.mergedPrice)
  if (difficulty === undefined && price === undefined) return undefined
  if (difficulty === undefined) missing.push('--merged-difficulty')
  if (price === undefined) missing.push('--merged-price')
  const coin = beside?.mergedWith
  const reward = coin === undefined ? undefined : subsidyToMiner(coin, undefined, nowMs)
  const perBlock = coin !== undefined && difficulty !== undefined ? hashesPerBlock(coin, difficulty) : undefined
  if (!coin || reward === undefined || perBlock === undefined || price === undefined) return undefined
  return paidByPool(coin, perBlock, reward, price, options)
}

/** From the difficulty, else what the network does in the time meant for a block. */
function hashesForBlock(coin: Coin, options: CalculationOptions): number | undefined {
  const difficulty = givenAmount(options.difficulty)
  if (difficulty !== undefined) return hashesPerBlock(coin.symbol, difficulty)
  const network = parseHashRate(options.networkHashrate ?? '')
  return network === undefined ? undefined : network * coin.blockSeconds
}

function paidByPool(
  coin: string,
  perBlock: number,
  rewardPerBlock: number,
  price: number,
  { poolFee }: CalculationOptions,
): PaidPerHash {
  const poolFeePercent = givenAmount(poolFee) ?? 0
  return {
    coin,
    coinPerHash: expectedCoins({ hashes: 1, hashesPerBlock: perBlock, rewardPerBlock, poolFeePercent }),
    price,
  }
}

function soldWork(options: CalculationOptions, missing: string[]): Work | undefined {
  const marketplace = marketplaceNamed(options.marketplace ?? '')
  const coin = options.coin?.toUpperCase() ?? paidIn(marketplace)
  const perHashDay = givenAmount(options.coinPerHashDay)
  const price = givenAmount(options.price)
  if (options.algorithm === undefined) missing.push('--algorithm')
  if (coin === undefined) missing.push('--coin (the one it pays in)')
  if (perHashDay === undefined) missing.push('--coin-per-hash-day')
  if (price === undefined) missing.push('--price')
  if (options.algorithm === undefined || coin === undefined || perHashDay === undefined || price === undefined) return
  const left = 1 - (givenAmount(options.poolFee) ?? 0) / 100
  const coinPerHash = (perHashDay / SECONDS_PER_DAY) * left
  return { algorithm: canonicalAlgorithm(options.algorithm), paid: { coin, coinPerHash, price } }
}

/** All but unMineable pay in bitcoin unless told otherwise; unMineable in the coin of the wallet it is given. */
function paidIn(marketplace: Marketplace | undefined): string | undefined {
  return marketplace === 'unmineable' ? undefined : 'BTC'
}

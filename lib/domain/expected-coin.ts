import { coinBySymbol } from '#lib/domain/coins'
import { SECONDS_PER_DAY } from '#lib/domain/units'

/** Hashes expected for one block: difficulty × hashes per difficulty. Undefined for a coin that is not known. */
export function hashesPerBlock(coin: string, difficulty: number): number | undefined {
  const known = coinBySymbol(coin)
  return known && difficulty > 0 ? difficulty * known.hashesPerDifficulty : undefined
}

/**
 * Coins expected from work: hashes ÷ hashes per block × reward × (1 − pool fee). An expectation, not what a pool
 * credits; rejected shares are not taken off.
 */
export function expectedCoins(work: {
  hashes: number
  hashesPerBlock: number
  rewardPerBlock: number
  poolFeePercent: number
}): number {
  return (work.hashes / work.hashesPerBlock) * work.rewardPerBlock * (1 - work.poolFeePercent / 100)
}

/** Coins expected of 24 hours at a steady hash rate. */
export function expectedCoinPerDay(work: {
  hashesPerSecond: number
  hashesPerBlock: number
  rewardPerBlock: number
  poolFeePercent: number
}): number {
  return expectedCoins({ ...work, hashes: work.hashesPerSecond * SECONDS_PER_DAY })
}

/** Chance of at least one block in a span: 1 − e^(−H·t ÷ hashes per block), from 0 to 1 (blocks are a Poisson process). */
export function soloOdds(work: { hashesPerSecond: number; hashesPerBlock: number; seconds: number }): number {
  return -Math.expm1((-work.hashesPerSecond * work.seconds) / work.hashesPerBlock)
}

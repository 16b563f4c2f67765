import { minableCoins } from '#lib/domain/coins'
import type { Assignment, Rates, RevenuePart } from '#lib/domain/explained-money'
import { usualTerms } from '#lib/domain/known-pools'
import { ASSUMED_POOL_FEE_PERCENT } from '#lib/domain/limits'
import { MARKETPLACES } from '#lib/domain/payers'
import { breakEvenPerKwh } from '#lib/domain/ratios'
import { revenueParts } from '#lib/domain/revenue'
import { SECONDS_PER_DAY } from '#lib/domain/units'

/** A rate that a machine is known for. */
export type KnownRate = { algorithm: string; hashesPerSecond: number; watts?: number }

/** What a day of a rate brings in one coin or on one market. Unknown is absent, with the reason. */
export type MiningOption = {
  algorithm: string
  payer: Assignment['payer']
  coin: string
  /** Found by the same hashes. */
  mergedCoins: string[]
  hashesPerSecond: number
  watts?: number
  poolFeePercent: number
  revenue?: number
  cost?: number
  profit?: number
  breakEvenPerKwh?: number
  unknown?: string
  parts: RevenuePart[]
}

/** What energy costs where the machine stands: a mean price of the day, and what the site adds to its kWh. */
export type EnergyTerms = { pricePerKwh?: number; overheadPercent: number }

/**
 * Every way known here to be paid for work of an algorithm, each valued for a day. Marketplaces only where what they pay is
 * known, which is told before their fee.
 */
export function miningOptions(rate: KnownRate, rates: Rates, energy: EnergyTerms): MiningOption[] {
  const { algorithm } = rate
  const base = { algorithm, fromMs: 0, scheme: 'unknown' as const, assumed: true }
  const pools = minableCoins(algorithm).map(({ symbol }): Assignment => {
    return { ...base, payer: 'pool', coin: symbol, poolFeePercent: ASSUMED_POOL_FEE_PERCENT }
  })
  const markets = MARKETPLACES.flatMap((payer): Assignment[] => {
    const sold = rates.marketplace(payer, algorithm)
    const poolFeePercent = usualTerms(payer)?.feePercent ?? ASSUMED_POOL_FEE_PERCENT
    return sold ? [{ ...base, payer, coin: sold.coin, poolFeePercent }] : []
  })
  return [...pools, ...markets].map((assignment) => valueOption(rate, assignment, rates, energy))
}

/** Best profit first, what is not known last. */
export function byProfit(one: Pick<MiningOption, 'profit'>, other: Pick<MiningOption, 'profit'>): number {
  return (other.profit ?? Number.NEGATIVE_INFINITY) - (one.profit ?? Number.NEGATIVE_INFINITY) || 0
}

function valueOption(rate: KnownRate, assignment: Assignment, rates: Rates, energy: EnergyTerms): MiningOption {
  const { algorithm, hashesPerSecond, watts } = rate
  const work = { algorithm, seconds: SECONDS_PER_DAY, hashes: hashesPerSecond * SECONDS_PER_DAY }
  const parts = revenueParts(work, assignment, rates)
  const unvalued = parts.find((part) => part.revenue === undefined)
  const revenue = unvalued ? undefined : parts.reduce((sum, part) => sum + (part.revenue ?? 0), 0)
  const { pricePerKwh, overheadPercent } = energy
  const siteKwh = watts === undefined ? undefined : ((watts * 24) / 1000) * (1 + overheadPercent / 100)
  const cost = siteKwh === undefined || pricePerKwh === undefined ? undefined : siteKwh * pricePerKwh
  const breakEven = breakEvenPerKwh({
    revenue,
    energyWattHours: watts === undefined ? undefined : watts * 24,
    overheadPercent,
  })
  const unknown =
    unvalued?.unknown ??
    (watts === undefined ? 'What it draws is not known' : undefined) ??
    (pricePerKwh === undefined ? 'What a kWh costs is not known' : undefined)
  return {
    algorithm,
    payer: assignment.payer,
    coin: assignment.coin,
    mergedCoins: parts.flatMap((part) => (part.mergedWith !== undefined && part.coin !== undefined ? [part.coin] : [])),
    hashesPerSecond,
    watts,
    poolFeePercent: assignment.poolFeePercent,
    revenue,
    cost,
    profit: revenue === undefined || cost === undefined ? undefined : revenue - cost,
    breakEvenPerKwh: breakEven,
    unknown,
    parts,
  }
}

import type { PlanBasis } from '#lib/domain/planner/plan-basis'
import { breakEvenPerKwh } from '#lib/domain/ratios'

/** How the world might be. A factor of 1 is as now. */
export type Supposition = {
  priceFactor: number
  /** How much harder blocks are to find. */
  difficultyFactor: number
  /** Whose price and difficulty; absent, those of all coins. */
  coin?: string
  /** One price of a kWh all day instead of the tariff. */
  pricePerKwh?: number
  /** Hash rate and power of a limited rig, or the hash power of a contract, as parts of now. */
  hashFactor?: number
  powerFactor?: number
}

/** A day as it would be, in the currency of its basis. */
export type Outcome = {
  revenue: number
  energyCost: number
  fixedCost: number
  /** Of rented hash power. */
  feeCost: number
  profit: number
  siteWattHours: number
  /** The price of a kWh at which profit is 0. Absent where nothing is drawn. */
  breakEvenPerKwh?: number
  /** The part of the supposed price at which profit is 0, the coins' prices moving together. Absent without revenue. */
  breakEvenPriceFactor?: number
}

/**
 * Revenue × price factor ÷ difficulty factor × hash factor, against energy × power factor at its price, standing charges,
 * and fees of rented hash power, which follow the hash power and, where they are in a coin, its price. What a marketplace pays follows difficulty as a pool does: its buyers mine with what they buy.
 */
export function whatIf(basis: PlanBasis, supposition: Supposition): Outcome {
  const { priceFactor, difficultyFactor, coin, pricePerKwh, hashFactor = 1, powerFactor = 1 } = supposition
  const moved = basis.coins.reduce((sum, each) => {
    const follows = coin === undefined || each.coin === coin
    return sum + each.revenuePerDay * (follows ? priceFactor / difficultyFactor : 1)
  }, 0)
  const revenue = moved * hashFactor
  const siteWattHours = basis.siteWattHoursPerDay * powerFactor
  const energyCost =
    pricePerKwh === undefined ? basis.energyCostPerDay * powerFactor : (siteWattHours / 1000) * pricePerKwh
  const fixedCost = basis.fixedPerDay
  const feesIn = (isInCoin: boolean) =>
    basis.fees.reduce((sum, fee) => {
      const follows = fee.coin !== undefined && (coin === undefined || fee.coin === coin)
      return (fee.coin !== undefined) === isInCoin ? sum + fee.costPerDay * (follows ? priceFactor : 1) : sum
    }, 0) * hashFactor
  const [feesInCoin, otherFees] = [feesIn(true), feesIn(false)]
  const feeCost = feesInCoin + otherFees
  const cost = energyCost + fixedCost + feeCost
  const breakEven = breakEvenPerKwh({ revenue, energyWattHours: siteWattHours, fixedCost: fixedCost + feeCost })
  return {
    revenue,
    energyCost,
    fixedCost,
    feeCost,
    profit: revenue - cost,
    siteWattHours,
    ...(breakEven === undefined ? {} : { breakEvenPerKwh: breakEven }),
    // A fee in a coin falls with it, as the revenue does.
    ...(revenue > feesInCoin ? { breakEvenPriceFactor: (cost - feesInCoin) / (revenue - feesInCoin) } : {}),
  }
}

/** One field of the grid: a day's profit at these factors. */
export type GridCell = { priceFactor: number; difficultyFactor: number; profit: number }

/** Profit over price and difficulty, a row for each difficulty; all else stays as supposed. */
export function profitGrid(
  basis: PlanBasis,
  supposition: Supposition,
  priceFactors: readonly number[],
  difficultyFactors: readonly number[],
): GridCell[][] {
  return difficultyFactors.map((difficultyFactor) =>
    priceFactors.map((priceFactor) => ({
      priceFactor,
      difficultyFactor,
      profit: whatIf(basis, { ...supposition, priceFactor, difficultyFactor }).profit,
    })),
  )
}

import { type ExplainedMoney, SOLO } from '#lib/domain/explained-money'

/** What a day like now brings of one coin. */
export type PlanCoin = { coin: string; amountPerDay: number; price: number; revenuePerDay: number }

/** A day of some rigs as they run: what all plans start from. Amounts are in `currency`. */
export type PlanBasis = {
  currency: string
  /** Most revenue first. */
  coins: PlanCoin[]
  revenuePerDay: number
  /** Energy of the rigs and what their sites add to it, of a day. */
  siteWattHoursPerDay: number
  /** Of that energy, by the tariff of the coming 24 hours. */
  energyCostPerDay: number
  /** Standing charges of the sites; 0 where a plan is for one rig, which they do not depend on. */
  fixedPerDay: number
  /** Rigs that are counted. */
  rigs: number
  /** Those that are not, since half of their money is not known. */
  leftOut: { name: string; reason: string }[]
}

/** Adds up days of rigs. One whose revenue or cost is not known is left out of both, and named. */
export function planBasis(
  currency: string,
  days: readonly { name: string; day: ExplainedMoney }[],
  fixedPerDay: number,
): PlanBasis {
  const coins = new Map<string, PlanCoin>()
  const basis = { revenuePerDay: 0, siteWattHoursPerDay: 0, energyCostPerDay: 0, rigs: 0 }
  const leftOut: PlanBasis['leftOut'] = []
  for (const { name, day } of days) {
    if (day.revenue === undefined || day.cost === undefined) {
      leftOut.push({ name, reason: reasonOf(day) })
      continue
    }
    basis.rigs += 1
    basis.revenuePerDay += day.revenue
    for (const { coin, coinAmount = 0, price = 0, revenue = 0 } of day.revenueParts) {
      if (coin === undefined) continue
      const sum = coins.get(coin) ?? { coin, amountPerDay: 0, price, revenuePerDay: 0 }
      sum.amountPerDay += coinAmount
      sum.revenuePerDay += revenue
      coins.set(coin, sum)
    }
    for (const part of day.costParts) {
      if (part.kind !== 'energy') continue
      basis.energyCostPerDay += part.cost ?? 0
      basis.siteWattHoursPerDay += (part.energyWattHours ?? 0) * (1 + (part.overheadPercent ?? 0) / 100)
    }
  }
  const sorted = [...coins.values()].sort((one, other) => other.revenuePerDay - one.revenuePerDay)
  return { currency, coins: sorted, ...basis, fixedPerDay, leftOut }
}

function reasonOf(day: ExplainedMoney): string {
  if (day.revenueParts.some(({ unknown }) => unknown === SOLO)) return 'Mined solo: a whole block or nothing'
  return day.unknown ?? 'Something of its money is not known'
}

import { startOfLocalMonth, startOfNextLocalMonth } from '#lib/domain/calendar'
import type { Tariff } from '#lib/domain/tariff-parts'

/** Everything a tariff asks for a calendar month, tax included. */
export function monthlyCost({ fixedPerMonth, charges = [], fixedTaxPercent = 0 }: Tariff): number {
  const net = charges.reduce((total, { perMonth }) => total + perMonth, fixedPerMonth)
  return net * (1 + fixedTaxPercent / 100)
}

/** The site's fixed cost of a span: the monthly sum spread evenly over each local month, however long it is. */
export function fixedCost(tariff: Tariff, timeZone: string, fromMs: number, toMs: number): number {
  const perMonth = monthlyCost(tariff)
  if (perMonth === 0) return 0
  let cost = 0
  for (let atMs = fromMs; atMs < toMs; ) {
    const monthMs = startOfLocalMonth(atMs, timeZone)
    const nextMs = startOfNextLocalMonth(atMs, timeZone)
    const endMs = Math.min(nextMs, toMs)
    cost += (perMonth * (endMs - atMs)) / (nextMs - monthMs)
    atMs = endMs
  }
  return cost
}

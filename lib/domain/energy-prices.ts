/** A price that somebody named for a span, in the installation's currency, before the tariff's levies and tax. */
export type NamedPrice = { fromMs: number; toMs: number; pricePerKwh: number; source: string }

/** The end of a price that holds until further notice. */
export const OPEN_END_MS = 8_640_000_000_000_000

/**
 * The named prices of a site over time. Never changed in place: new prices make a new one, and what was remembered of
 * the old one is forgotten with it.
 */
export type EnergyPrices = {
  at(atMs: number): NamedPrice | undefined
  readonly count: number
  /** Up to when prices reach; undefined without any. */
  readonly untilMs: number | undefined
}

/** Where spans overlap, the one that began last speaks. `prices` in any order. */
export function energyPrices(prices: readonly NamedPrice[]): EnergyPrices {
  const rows = [...prices].sort((one, other) => one.fromMs - other.fromMs)
  const untilMs = rows.reduce<number | undefined>((last, { toMs }) => Math.max(last ?? toMs, toMs), undefined)
  return {
    count: rows.length,
    untilMs,
    at(atMs) {
      // A long span may go on behind short ones that ended, but no source names more than one such: two looks suffice
      // nearly always.
      for (let index = lastNotAfter(rows, atMs); index >= 0; index--) {
        const row = rows[index]
        if (row && row.toMs > atMs) return row
      }
      return undefined
    },
  }
}

function lastNotAfter(rows: readonly NamedPrice[], atMs: number): number {
  let low = -1
  let high = rows.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    const row = rows[middle]
    if (row !== undefined && row.fromMs <= atMs) low = middle
    else high = middle - 1
  }
  return low
}

import type { Database } from '#lib/db/database'
import { fiatRatesAround } from '#lib/db/fiat-rates'
import { pricesAround } from '#lib/db/rates'
import { DAY_MS } from '#lib/domain/units'

/** Markets close over a weekend and holidays; further away a rate says nothing of the moment. */
const NEAR_ENOUGH_MS = 4 * DAY_MS

export type FiatRate = { rate: number; source: string; atMs: number }

/**
 * What one unit of `from` cost in `to` (ISO 4217) at a moment: the nearest rate within four days of it, either way
 * round; without one the ratio of a bitcoin's prices in both at the same hour. 1 between equal currencies; undefined
 * where nothing is known. `atMs` of the answer is when it was observed.
 */
export async function fiatRate(
  database: Database,
  wanted: { from: string; to: string; atMs: number },
): Promise<FiatRate | undefined> {
  const { from, to, atMs } = wanted
  if (from === to) return { rate: 1, source: 'same currency', atMs }
  const [straight, inverse, byBitcoin] = await Promise.all([
    fiatRatesAround(database, { currency: from, quote: to }, atMs),
    fiatRatesAround(database, { currency: to, quote: from }, atMs),
    ratesByBitcoin(database, wanted),
  ])
  const observed = [
    ...[straight.before, straight.after].map((row) => row && { ...row, rate: row.rate }),
    ...[inverse.before, inverse.after].map((row) => row && { ...row, rate: 1 / row.rate }),
  ].flatMap((row) => (row ? [{ rate: row.rate, source: row.source, atMs: row.observedAtMs }] : []))
  return nearest(observed, atMs) ?? nearest(byBitcoin, atMs)
}

function nearest(rates: FiatRate[], atMs: number): FiatRate | undefined {
  const distance = (rate: FiatRate) => Math.abs(rate.atMs - atMs)
  const [first] = rates.sort((one, other) => distance(one) - distance(other))
  return first && distance(first) <= NEAR_ENOUGH_MS ? first : undefined
}

async function ratesByBitcoin(database: Database, wanted: { from: string; to: string; atMs: number }) {
  const { from, to, atMs } = wanted
  const [inFrom, inTo] = await Promise.all([
    pricesAround(database, { coin: 'BTC', currency: from }, atMs),
    pricesAround(database, { coin: 'BTC', currency: to }, atMs),
  ])
  const pairs = [
    [inFrom.before, inTo.before],
    [inFrom.after, inTo.after],
  ]
  return pairs.flatMap(([one, other]): FiatRate[] => {
    // A bitcoin moves more in an hour than currencies do: only prices of the same hour and source make a ratio.
    if (!one || !other || one.hourMs !== other.hourMs || one.source !== other.source) return []
    if (one.source === 'snapshot') return []
    return [{ rate: other.price / one.price, source: `${one.source}, by bitcoin`, atMs: one.observedAtMs }]
  })
}

import type { Database } from '#lib/db/database'
import { pricesAround } from '#lib/db/rates'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import { loadTypedRates } from './typed-rates.ts'

/** A day's price speaks for all of its day, and a gap of a day can be borne; further away it is not known. */
const NEAR_ENOUGH_MS = DAY_MS

export type PriceAt = { price: number; source: string; atMs: number }

/**
 * What a coin cost at a moment of the past: what the owner typed in, if that held then; else the nearest known price
 * within a day, of the hour itself where there is one. `atMs` of the answer is when it was observed. Undefined means not
 * known: what was received then is not valued.
 */
export async function priceAt(
  database: Database,
  wanted: { coin: string; currency: string; atMs: number },
): Promise<PriceAt | undefined> {
  const { coin, currency, atMs } = wanted
  const typed = (await loadTypedRates(database)).prices.get(`${coin}/${currency}`)
  const held = typed?.findLast(({ fromMs }) => fromMs <= atMs)
  if (held?.rate) return { price: held.rate.price, source: 'typed', atMs: held.fromMs }
  const { before, after } = await pricesAround(database, { coin, currency }, atMs)
  const hourMs = Math.floor(atMs / HOUR_MS) * HOUR_MS
  const distance = (row: { hourMs: number }) => Math.abs(row.hourMs - hourMs)
  const [nearest] = [before, after]
    .filter((row) => row !== undefined)
    .sort((one, other) => distance(one) - distance(other))
  if (!nearest || distance(nearest) > NEAR_ENOUGH_MS) return undefined
  return { price: nearest.price, source: nearest.source, atMs: nearest.observedAtMs }
}

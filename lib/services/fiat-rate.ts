import type { Database } from '#lib/db/database'
import { fiatRatesAround } from '#lib/db/fiat-rates'
import { DAY_MS } from '#lib/domain/units'

/** Markets close over a weekend and holidays; further away a rate says nothing of the moment. */
const NEAR_ENOUGH_MS = 4 * DAY_MS

export type FiatRate = { rate: number; source: string; atMs: number }

/**
 * What one unit of `from` cost in `to` (ISO 4217) at a moment: the nearest rate within four days of it, either way
 * round. 1 between equal currencies; undefined where none is known. `atMs` of the answer is when it was observed.
 */
export async function fiatRate(
  database: Database,
  wanted: { from: string; to: string; atMs: number },
): Promise<FiatRate | undefined> {
  const { from, to, atMs } = wanted
  if (from === to) return { rate: 1, source: 'same currency', atMs }
  const [straight, inverse] = await Promise.all([
    fiatRatesAround(database, { currency: from, quote: to }, atMs),
    fiatRatesAround(database, { currency: to, quote: from }, atMs),
  ])
  const known = [
    ...[straight.before, straight.after].map((row) => row && { ...row, turned: false }),
    ...[inverse.before, inverse.after].map((row) => row && { ...row, turned: true }),
  ].filter((row) => row !== undefined)
  const distance = ({ observedAtMs }: { observedAtMs: number }) => Math.abs(observedAtMs - atMs)
  const [nearest] = known.sort((one, other) => distance(one) - distance(other))
  if (!nearest || distance(nearest) > NEAR_ENOUGH_MS) return undefined
  const { rate, turned, source, observedAtMs } = nearest
  return { rate: turned ? 1 / rate : rate, source, atMs: observedAtMs }
}

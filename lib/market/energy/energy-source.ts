import type { NamedPrice } from '#lib/domain/energy-prices'
import { HOUR_MS, QUARTER_MS } from '#lib/domain/units'
import type { FetchResult } from '../market-source.ts'

/** One outside service that names prices of energy ahead of time. Nothing of it throws: a failure is a result. */
export interface EnergySource {
  /** As stored beside each price. */
  name: 'octopus' | 'awattar'
  /** The hosts it contacts, for the page of settings. */
  hosts: string[]
  /** The only currency it knows (ISO 4217). */
  currency: string
  /** Prices of spans that touch `[fromMs, toMs)`, per kWh of {@link currency}, oldest first. */
  fetchPrices(fromMs: number, toMs: number): Promise<FetchResult<NamedPrice>>
}

/** Far beyond any price that was ever asked for a kWh: what is above is a mistake of its source. */
const LARGEST_PRICE = 1000

/** Why a price cannot be taken, in words; undefined when it can. */
export function whyUnusable({ fromMs, toMs, pricePerKwh }: NamedPrice): string | undefined {
  if (fromMs % QUARTER_MS !== 0 || toMs % QUARTER_MS !== 0) return 'its span is not on quarter-hours'
  if (toMs <= fromMs) return 'it ends before it begins'
  if (!Number.isFinite(pricePerKwh) || Math.abs(pricePerKwh) > LARGEST_PRICE) return 'its price cannot be meant'
  return undefined
}

/** Oldest first, with the gaps between them in words. */
export function inOrder(who: string, prices: NamedPrice[]): { found: NamedPrice[]; gaps: string[] } {
  const found = [...prices].sort((one, other) => one.fromMs - other.fromMs)
  const gaps: string[] = []
  let untilMs = found[0]?.fromMs ?? 0
  for (const { fromMs, toMs } of found) {
    if (fromMs > untilMs) gaps.push(`${who} left out ${(fromMs - untilMs) / HOUR_MS} h from ${inWords(untilMs)}`)
    untilMs = Math.max(untilMs, toMs)
  }
  return { found, gaps }
}

/** A moment in UTC, such as `2026-11-27 14:00 UTC`. */
export function inWords(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

import { z } from 'zod'
import type { Rows } from '#lib/db/rows'
import { datedSetting } from '#lib/db/settings'
import { HOUR_MS } from '#lib/domain/units'

/** The currency in which totals are shown, from `fromMs` (epoch ms) until the next row's. */
export type DatedCurrency = { fromMs: number; currency: string }

export const CURRENCY_SETTING = 'currency'

/** What amounts are shown in until the first run has asked. */
export const FIRST_CURRENCY = 'USD'

const currencyValue = z.string()

/** The currencies of the installation, oldest first; empty before the first run is completed. */
export async function datedCurrencies(rows: Rows): Promise<DatedCurrency[]> {
  return (await datedSetting(rows, CURRENCY_SETTING)).map(({ fromMs, value }) => ({
    fromMs,
    currency: currencyValue.parse(value),
  }))
}

/**
 * Since when hours are valued in the currency of `nowMs`, each in that of its beginning; 0 when all are. Sums of two
 * currencies are none.
 */
export function valuedSince(currencies: DatedCurrency[], nowMs: number): number {
  const changed = currencies.findLast(
    ({ fromMs, currency }, index) => index > 0 && fromMs <= nowMs && currency !== currencies[index - 1]?.currency,
  )
  return changed ? Math.ceil(changed.fromMs / HOUR_MS) * HOUR_MS : 0
}

/** The currency of the moment `atMs`; before the first it is the first. */
export function currencyAt(currencies: DatedCurrency[], atMs: number): string {
  let speaking = currencies[0]?.currency ?? FIRST_CURRENCY
  for (const { fromMs, currency } of currencies) if (fromMs <= atMs) speaking = currency
  return speaking
}

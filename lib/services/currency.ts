import { z } from 'zod'
import type { Rows } from '#lib/db/rows'
import { datedSetting } from '#lib/db/settings'

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

/** The currency of the moment `atMs`; before the first it is the first. */
export function currencyAt(currencies: DatedCurrency[], atMs: number): string {
  let speaking = currencies[0]?.currency ?? FIRST_CURRENCY
  for (const { fromMs, currency } of currencies) if (fromMs <= atMs) speaking = currency
  return speaking
}

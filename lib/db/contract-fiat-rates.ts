import type { Rows } from './rows.ts'

/** Every stored rate between fiat currencies, oldest first. */
export async function listFiatRates(rows: Rows) {
  const found = await rows.fiatRate.findMany({ orderBy: { hourMs: 'asc' } })
  return found.map(({ currency, quote, hourMs, rate }) => ({ currency, quote, hourMs: Number(hourMs), rate }))
}

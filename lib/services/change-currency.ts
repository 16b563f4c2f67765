import { z } from 'zod'
import type { Database } from '#lib/db/database'
import { forgetNamedPrices } from '#lib/db/energy-prices'
import { replaceSetting, saveSetting } from '#lib/db/settings'
import { HOUR_MS } from '#lib/domain/units'
import { isFiatCurrency } from '#lib/market/fiat-currencies'
import { CURRENCY_SETTING, currencyAt, datedCurrencies } from './currency.ts'
import { closedHoursSince, refusedInput, type Saved } from './saved.ts'

/** A currency an installation can have. */
export const currencyInput = z.string().refine(isFiatCurrency, 'This currency is not known')

const currencyChange = z.object({ currency: currencyInput, fromMs: z.int().nonnegative().optional() })

/**
 * Shows money in another currency from `fromMs` on (now, when absent); earlier hours keep the one they were valued in.
 * Prices of a kWh that services named of the time since then are forgotten: they were in the other currency. `fromMs: 0` says that it always was this one: all hours are valued anew, as far as prices in it are known.
 */
export async function changeCurrency(
  database: Database,
  input: z.input<typeof currencyChange>,
  nowMs = Date.now(),
): Promise<Saved> {
  const parsed = currencyChange.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  const { currency, fromMs = nowMs } = parsed.data
  await database.$transaction(async (rows) => {
    const before = currencyAt(await datedCurrencies(rows), fromMs)
    if (fromMs === 0) await replaceSetting(rows, CURRENCY_SETTING, 0, currency)
    else await saveSetting(rows, CURRENCY_SETTING, fromMs, currency)
    // On the hour: it is valued as a whole, in the currency of its beginning.
    if (before !== currency) await forgetNamedPrices(rows, Math.ceil(fromMs / HOUR_MS) * HOUR_MS)
  })
  return {
    ok: true,
    changes: [{ kind: 'settings' }, { kind: 'rates' }],
    recompute: closedHoursSince(fromMs, nowMs, { what: 'money', reason: 'currency changed' }),
  }
}

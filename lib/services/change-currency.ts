import { z } from 'zod'
import type { Database } from '#lib/db/database'
import { replaceSetting, saveSetting } from '#lib/db/settings'
import { isFiatCurrency } from '#lib/market/fiat-currencies'
import { CURRENCY_SETTING } from './currency.ts'
import { closedHoursSince, refusedInput, type Saved } from './saved.ts'

/** A currency an installation can have. */
export const currencyInput = z.string().refine(isFiatCurrency, 'This currency is not known')

const currencyChange = z.object({ currency: currencyInput, fromMs: z.int().nonnegative().optional() })

/**
 * Shows money in another currency from `fromMs` on (now, when absent); earlier hours keep the one they were valued in.
 * `fromMs: 0` says that it always was this one: all hours are valued anew, as far as prices in it are known.
 */
export async function changeCurrency(
  database: Database,
  input: z.input<typeof currencyChange>,
  nowMs = Date.now(),
): Promise<Saved> {
  const parsed = currencyChange.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  const { currency, fromMs = nowMs } = parsed.data
  if (fromMs === 0) await replaceSetting(database, CURRENCY_SETTING, 0, currency)
  else await saveSetting(database, CURRENCY_SETTING, fromMs, currency)
  return {
    ok: true,
    changes: [{ kind: 'settings' }, { kind: 'rates' }],
    recompute: closedHoursSince(fromMs, nowMs, { what: 'money', reason: 'currency changed' }),
  }
}

import { z } from 'zod'
import type { Database } from '#lib/db/database'
import type { Rows } from '#lib/db/rows'
import { replaceSetting } from '#lib/db/settings'
import { insertSite, listSites, saveTariff, updateSite } from '#lib/db/sites'
import type { Tariff } from '#lib/domain/tariff'
import { currencyInput } from './change-currency.ts'
import { nameTaken, siteName, siteTimeZone } from './create-site.ts'
import { CURRENCY_SETTING, datedCurrencies } from './currency.ts'
import { closedHoursSince, refused, refusedInput, type Saved } from './saved.ts'
import { tariffInput } from './tariff-input.ts'

const firstRunInput = z.object({
  currency: currencyInput,
  siteName,
  timeZone: siteTimeZone,
  tariff: tariffInput,
})

export type FirstRunInput = { currency: string; siteName: string; timeZone: string; tariff: Tariff }

/** Whether the first run still has to ask for currency, time zone and tariff. */
export async function firstRunIsPending(rows: Rows): Promise<boolean> {
  return (await datedCurrencies(rows)).length === 0
}

/**
 * What the first run asks: currency, and the first site with its time zone and tariff. They count from the beginning,
 * so that hours recorded before anybody answered are valued too. A site that a token has already made is taken over.
 */
export async function completeFirstRun(
  database: Database,
  input: FirstRunInput,
  nowMs = Date.now(),
): Promise<Saved<{ siteId: number }>> {
  const parsed = firstRunInput.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  const { currency, siteName: name, timeZone, tariff } = parsed.data
  return database.$transaction(async (rows) => {
    if (!(await firstRunIsPending(rows))) return refused('form', 'Somebody has answered already: see the settings')
    const [first] = (await listSites(rows)).sort((one, other) => one.id - other.id)
    if (nameTaken(await listSites(rows), name, first?.id)) return refused('siteName', 'Another site has this name')
    const siteId = first?.id ?? (await insertSite(rows, { name, timeZone, createdAtMs: nowMs }))
    if (first) await updateSite(rows, siteId, { name, timeZone })
    await saveTariff(rows, siteId, 0, tariff)
    await replaceSetting(rows, CURRENCY_SETTING, 0, currency)
    return {
      ok: true,
      changes: [{ kind: 'settings' }, { kind: 'sites' }, { kind: 'rates' }],
      recompute: closedHoursSince(0, nowMs, { what: 'money', reason: 'first run answered' }),
      siteId,
    }
  })
}

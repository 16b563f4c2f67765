import { z } from 'zod'
import type { Database } from '#lib/db/database'
import { findSite, removeTariff, saveTariff } from '#lib/db/sites'
import type { Tariff } from '#lib/domain/tariff'
import { closedHoursSince, refused, refusedInput, type Saved } from './saved.ts'
import { tariffInput } from './tariff-input.ts'

const tariffChange = z.object({
  siteId: z.int(),
  tariff: tariffInput,
  fromMs: z.int().nonnegative('Choose a day after 1970').optional(),
})

export type TariffChange = { siteId: number; tariff: Tariff; fromMs?: number }

/**
 * Lets another tariff speak at a site from `fromMs` on (now, when absent). A moment in the past is a correction: the
 * hours since then are valued anew.
 */
export async function changeTariff(database: Database, input: TariffChange, nowMs = Date.now()): Promise<Saved> {
  const parsed = tariffChange.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  const { siteId, tariff, fromMs = nowMs } = parsed.data
  if (!(await findSite(database, siteId))) return refused('form', 'This site is gone')
  await saveTariff(database, siteId, fromMs, tariff)
  const recompute = closedHoursSince(fromMs, nowMs, { what: 'money', siteIds: [siteId], reason: 'tariff changed' })
  return { ok: true, changes: [{ kind: 'sites' }], recompute }
}

/** Takes a dated tariff out; the one before it speaks on. A site keeps at least one. */
export async function dropTariff(
  database: Database,
  input: { siteId: number; fromMs: number },
  nowMs = Date.now(),
): Promise<Saved> {
  return database.$transaction(async (rows) => {
    const site = await findSite(rows, input.siteId)
    if (!site) return refused('form', 'This site is gone')
    if (!site.tariffs.some(({ fromMs }) => fromMs === input.fromMs)) return refused('form', 'This tariff is gone')
    if (site.tariffs.length === 1) return refused('form', 'A site keeps at least one tariff')
    await removeTariff(rows, input.siteId, input.fromMs)
    const first = site.tariffs[0]?.fromMs === input.fromMs
    const recompute = closedHoursSince(first ? 0 : input.fromMs, nowMs, {
      what: 'money',
      siteIds: [input.siteId],
      reason: 'tariff changed',
    })
    return { ok: true, changes: [{ kind: 'sites' }], recompute }
  })
}

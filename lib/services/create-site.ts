import { z } from 'zod'
import type { Database } from '#lib/db/database'
import { insertSite, listSites, saveTariff } from '#lib/db/sites'
import { isTimeZone } from '#lib/domain/calendar'
import type { Tariff } from '#lib/domain/tariff'
import { refused, refusedInput, type Saved } from './saved.ts'
import { tariffInput } from './tariff-input.ts'

/** A site's name, and the zone its days and tariff follow. */
export const siteName = z.string().trim().min(1, 'Give the site a name').max(80, 'At most 80 characters')
export const siteTimeZone = z.string().refine(isTimeZone, 'This time zone is not known')

const siteInput = z.object({ name: siteName, timeZone: siteTimeZone, tariff: tariffInput })

export type SiteInput = { name: string; timeZone: string; tariff: Tariff }

/** Adds a site. Its first tariff also speaks for the time before it: what else would a kWh have cost there. */
export async function createSite(
  database: Database,
  input: SiteInput,
  nowMs = Date.now(),
): Promise<Saved<{ siteId: number }>> {
  const parsed = siteInput.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  const { name, timeZone, tariff } = parsed.data
  return database.$transaction(async (rows) => {
    if (nameTaken(await listSites(rows), name)) return refused('name', 'Another site has this name')
    const siteId = await insertSite(rows, { name, timeZone, createdAtMs: nowMs })
    await saveTariff(rows, siteId, 0, tariff)
    return { ok: true, changes: [{ kind: 'sites' }], siteId }
  })
}

/** Whether a site other than `exceptId` has this name, in whatever case. */
export function nameTaken(sites: { id: number; name: string }[], name: string, exceptId?: number): boolean {
  return sites.some((site) => site.id !== exceptId && site.name.toLowerCase() === name.toLowerCase())
}

import { z } from 'zod'
import type { Database } from '#lib/db/database'
import { findSite, listSites, updateSite } from '#lib/db/sites'
import { nameTaken, siteName, siteTimeZone } from './create-site.ts'
import { closedHoursSince, refused, refusedInput, type Saved } from './saved.ts'

const siteChange = z.object({ siteId: z.int(), name: siteName.optional(), timeZone: siteTimeZone.optional() })

/**
 * Renames a site or corrects its time zone. A zone is a fact about the place, not dated: the worth of all its past
 * hours is made anew, because windows of the tariff fall elsewhere.
 */
export async function changeSite(
  database: Database,
  input: z.input<typeof siteChange>,
  nowMs = Date.now(),
): Promise<Saved> {
  const parsed = siteChange.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  const { siteId, name, timeZone } = parsed.data
  return database.$transaction(async (rows) => {
    const site = await findSite(rows, siteId)
    if (!site) return refused('form', 'This site is gone')
    if (name !== undefined && nameTaken(await listSites(rows), name, siteId)) {
      return refused('name', 'Another site has this name')
    }
    await updateSite(rows, siteId, { name, timeZone })
    const moved = timeZone !== undefined && timeZone !== site.timeZone
    const recompute = moved
      ? closedHoursSince(0, nowMs, { what: 'money', siteIds: [siteId], reason: 'time zone changed' })
      : undefined
    return { ok: true, changes: [{ kind: 'sites' }], recompute }
  })
}

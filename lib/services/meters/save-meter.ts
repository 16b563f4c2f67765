import type { Database } from '#lib/db/database'
import { removeSiteMeter, saveSiteMeter, siteMeters } from '#lib/db/site-meters'
import { findSite } from '#lib/db/sites'
import { meterSettings } from '#lib/market/meters/meter-settings'
import { openSecretFields } from '../notify/open-channel.ts'
import { refused, refusedInput, type Saved } from '../saved.ts'
import type { Secrets } from '../secrets.ts'

/**
 * Gives a site its meter, or changes it. The secret is encrypted; left empty, what is stored stays, unless it would go to
 * another server.
 */
export async function saveMeter(
  { database, secrets }: { database: Database; secrets: Pick<Secrets, 'encrypt' | 'decrypt'> },
  siteId: number,
  input: unknown,
  nowMs = Date.now(),
): Promise<Saved> {
  const parsed = meterSettings.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  if (!(await findSite(database, siteId))) return refused('form', 'This site is gone')
  const { kind, secret: typed, ...settings } = parsed.data
  const stored = (await siteMeters(database)).find((meter) => meter.siteId === siteId)
  const kept = typed ? undefined : stored?.secrets
  const isSameServer = stored?.kind === kind && stored.settings.address === settings.address
  if (kept !== undefined && !isSameServer) {
    return refused('secret', 'Type it in again: it would go to another server than before')
  }
  if (kept !== undefined && !openSecretFields(secrets, kept)) {
    return refused('secret', 'Type it in again: the one stored cannot be read')
  }
  const hidden = typed ? secrets.encrypt(JSON.stringify({ secret: typed })) : kept
  await saveSiteMeter(database, { siteId, kind, settings, secrets: hidden, enabled: true }, nowMs)
  return { ok: true, changes: [{ kind: 'settings' }] }
}

/** Takes a site's meter away; what it counted stays charged. */
export async function deleteMeter(database: Database, siteId: number): Promise<Saved> {
  if (!(await removeSiteMeter(database, siteId))) return refused('form', 'This meter is gone')
  return { ok: true, changes: [{ kind: 'settings' }] }
}

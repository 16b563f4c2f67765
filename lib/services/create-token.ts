import type { Database } from '#lib/db/database'
import { insertSite, listSites } from '#lib/db/sites'
import { insertToken } from '#lib/db/tokens'
import type { Change } from './change-bus.ts'
import { newSecret } from './secret-text.ts'

export type CreateTokenResult =
  | { ok: true; id: number; secret: string; siteId: number; siteName: string; siteCreated: boolean; changes: Change[] }
  | { ok: false; reason: string }

/**
 * Makes a token with which agents report for a site; the secret is shown once, here. Without `site` (a name or an id)
 * it is the only site there is; an installation without any gets its first one, `Home`, in this machine's time zone.
 */
export async function createToken(
  database: Database,
  given: { name: string; site?: string | number },
  nowMs = Date.now(),
): Promise<CreateTokenResult> {
  const name = given.name.trim()
  if (name === '' || name.length > 100) return { ok: false, reason: 'A token needs a name of 1 to 100 characters.' }
  const site = await siteFor(database, given.site, nowMs)
  if ('reason' in site) return { ok: false, reason: site.reason }
  const { secret, hash, prefix } = newSecret('davyagent')
  const id = await insertToken(database, { name, siteId: site.id, hash, prefix, createdAtMs: nowMs })
  const changes: Change[] = site.created ? [{ kind: 'sites' }, { kind: 'tokens' }] : [{ kind: 'tokens' }]
  return { ok: true, id, secret, siteId: site.id, siteName: site.name, siteCreated: site.created, changes }
}

async function siteFor(
  database: Database,
  wanted: string | number | undefined,
  nowMs: number,
): Promise<{ id: number; name: string; created: boolean } | { reason: string }> {
  const sites = await listSites(database)
  if (wanted !== undefined) {
    const found = sites.find((site) => site.id === wanted || site.name === wanted || String(site.id) === wanted)
    if (found) return { id: found.id, name: found.name, created: false }
    return { reason: `There is no site ${JSON.stringify(wanted)}. ${known(sites)}` }
  }
  const [first, second] = sites
  if (first && second) return { reason: `Say which site the token is for. ${known(sites)}` }
  if (first) return { id: first.id, name: first.name, created: false }
  const home = { name: 'Home', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, createdAtMs: nowMs }
  return { id: await insertSite(database, home), name: home.name, created: true }
}

function known(sites: { name: string }[]): string {
  return sites.length === 0 ? 'There is none yet.' : `There is: ${sites.map((site) => site.name).join(', ')}.`
}

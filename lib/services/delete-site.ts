import { listCloudContracts } from '#lib/db/cloud-contracts'
import type { Database } from '#lib/db/database'
import { countSiteUses, listSites, removeSite } from '#lib/db/sites'
import { refused, type Saved } from './saved.ts'

/**
 * Removes a site where no rig ever stood, no token belongs and whose calendar no contract uses, with its own charges in the
 * ledger and what was paid for it.
 */
export async function deleteSite(database: Database, siteId: number): Promise<Saved> {
  return database.$transaction(async (rows) => {
    const sites = await listSites(rows)
    if (!sites.some(({ id }) => id === siteId)) return refused('form', 'This site is gone')
    if (sites.length === 1) return refused('form', 'An installation keeps at least one site')
    const { rigs, tokens } = await countSiteUses(rows, siteId)
    if (rigs > 0) return refused('form', `${rigs} ${rigs === 1 ? 'rig stands or stood' : 'rigs stand or stood'} here`)
    if (tokens > 0) return refused('form', 'Revoke the tokens of this site first')
    const contracts = (await listCloudContracts(rows)).filter((contract) => contract.siteId === siteId)
    if (contracts.length > 0) {
      const names = contracts.map(({ name }) => name).join(', ')
      return refused('form', `The days of ${names} are counted by its calendar: give them another site first`)
    }
    await removeSite(rows, siteId)
    return { ok: true, changes: [{ kind: 'sites' }] }
  })
}

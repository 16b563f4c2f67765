import type { Database } from '#lib/db/database'
import { incomeSourceRecords } from '#lib/db/income-sources'
import type { ListedSource } from '#lib/wire/income'

/** All sources of receipts, oldest first. */
export async function listSources(database: Database): Promise<ListedSource[]> {
  const records = await incomeSourceRecords(database)
  return records.map(({ settings, secrets, createdAtMs: _, notBeforeMs: __, ...shown }) => ({
    ...shown,
    hasSecrets: secrets !== undefined,
    settings: Object.fromEntries(Object.entries(settings).map(([field, value]) => [field, String(value)])),
  }))
}

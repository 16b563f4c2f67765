import type { Database } from '#lib/db/database'
import { incomeSourceRecords } from '#lib/db/income-sources'

/** A source for its list; nothing secret. */
export type ListedSource = {
  id: number
  name: string
  kind: string
  coin: string
  enabled: boolean
  lastSuccessAtMs?: number
  lastProblem?: string
}

/** All sources of receipts, oldest first. */
export async function listSources(database: Database): Promise<ListedSource[]> {
  const records = await incomeSourceRecords(database)
  return records.map(({ settings: _, secrets: __, createdAtMs: ___, notBeforeMs: ____, ...shown }) => shown)
}

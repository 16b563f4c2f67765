import type { Database } from '#lib/db/database'
import { incomeSourceRecords } from '#lib/db/income-sources'

/** A source for its list; nothing secret. */
export type ListedSource = {
  id: number
  name: string
  kind: string
  coin: string
  /** What everything it brings belongs to. */
  subject?: string
  enabled: boolean
  settings: Record<string, string>
  lastSuccessAtMs?: number
  lastProblem?: string
}

/** All sources of receipts, oldest first. */
export async function listSources(database: Database): Promise<ListedSource[]> {
  const records = await incomeSourceRecords(database)
  return records.map(({ settings, secrets: _, createdAtMs: __, notBeforeMs: ___, ...shown }) => ({
    ...shown,
    settings: Object.fromEntries(Object.entries(settings).map(([field, value]) => [field, String(value)])),
  }))
}

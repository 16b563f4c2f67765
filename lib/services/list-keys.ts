import type { Database } from '#lib/db/database'
import { type KeyRow, keyRows } from '#lib/db/keys'

export type { KeyRow } from '#lib/db/keys'

/** All keys, newest first, revoked ones included. */
export function listKeys(database: Database): Promise<KeyRow[]> {
  return keyRows(database)
}

import type { Database } from '#lib/db/database'
import { type UserRow, userRows } from '#lib/db/users'

export type { UserRow } from '#lib/db/users'

/** Everybody who may sign in, oldest first. */
export function listUsers(database: Database): Promise<UserRow[]> {
  return userRows(database)
}

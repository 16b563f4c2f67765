import type { Database } from '#lib/db/database'
import { revokedTokenIds, type TokenRow, tokenRows } from '#lib/db/tokens'

export type { TokenRow } from '#lib/db/tokens'

/** All agent tokens, newest first, revoked ones included. */
export function listTokens(database: Database): Promise<TokenRow[]> {
  return tokenRows(database)
}

/** Ids of revoked tokens, for whoever drops the agents that still hold one. */
export function listRevokedTokenIds(database: Database): Promise<number[]> {
  return revokedTokenIds(database)
}

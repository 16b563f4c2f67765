import type { Database } from './database.ts'
import { parseTags } from './inventory.ts'

/** Names of orders of hash power. */
export function orderNames(database: Database): Promise<{ id: number; name: string }[]> {
  return database.hashOrder.findMany({ select: { id: true, name: true } })
}

/** Name and tags of every cloud contract, ended ones too. */
export async function contractNames(database: Database): Promise<{ id: number; name: string; tags: string[] }[]> {
  const rows = await database.cloudContract.findMany({ select: { id: true, name: true, tags: true } })
  return rows.map(({ tags, ...row }) => ({ ...row, tags: parseTags(tags) }))
}

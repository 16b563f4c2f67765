import { createKey } from '#lib/services/create-key'
import { listKeys } from '#lib/services/list-keys'
import { revokeKey } from '#lib/services/revoke-key'
import { CommandProblem } from './command-problem.ts'
import { moment, note, print, printTable, withDatabase } from './with-database.ts'

export async function create(options: { name: string }): Promise<void> {
  await withDatabase(async (database) => {
    const result = await createKey(database, options)
    if (!result.ok) throw new CommandProblem(result.reason)
    note(`Key ${result.id} "${options.name}" reads /api/v1 and /metrics. It is shown this once:`)
    print(result.secret)
  })
}

export async function list(): Promise<void> {
  const keys = await withDatabase((database) => listKeys(database))
  printTable(
    ['ID', 'NAME', 'BEGINS', 'CREATED', 'LAST USED', 'REVOKED'],
    keys.map((key) => [
      String(key.id),
      key.name,
      key.prefix,
      moment(key.createdAtMs),
      moment(key.lastUsedAtMs),
      moment(key.revokedAtMs),
    ]),
  )
}

export async function revoke(id: number): Promise<void> {
  await withDatabase(async (database) => {
    const result = await revokeKey(database, id)
    if (!result.ok) throw new CommandProblem(result.reason)
    note(`Key ${id} is revoked.`)
  })
}

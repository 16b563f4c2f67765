import { createToken } from '#lib/services/create-token'
import { listTokens } from '#lib/services/list-tokens'
import { revokeToken } from '#lib/services/revoke-token'
import { CommandProblem } from './command-problem.ts'
import { moment, note, print, printTable, withDatabase } from './with-database.ts'

export async function create(options: { name: string; site?: string }): Promise<void> {
  await withDatabase(async (database) => {
    const result = await createToken(database, options)
    if (!result.ok) throw new CommandProblem(result.reason)
    if (result.siteCreated) note(`Created the site "${result.siteName}".`)
    note(`Token ${result.id} "${options.name}" for the site "${result.siteName}". It is shown this once:`)
    print(result.secret)
  })
}

export async function list(): Promise<void> {
  const tokens = await withDatabase((database) => listTokens(database))
  printTable(
    ['ID', 'NAME', 'SITE', 'BEGINS', 'CREATED', 'LAST USED', 'REVOKED'],
    tokens.map((token) => [
      String(token.id),
      token.name,
      token.siteName,
      token.prefix,
      moment(token.createdAtMs),
      moment(token.lastUsedAtMs),
      moment(token.revokedAtMs),
    ]),
  )
}

export async function revoke(id: number): Promise<void> {
  await withDatabase(async (database) => {
    const result = await revokeToken(database, id)
    if (!result.ok) throw new CommandProblem(result.reason)
    note(`Token ${id} is revoked. A running server drops the agents that use it within 10 seconds.`)
  })
}

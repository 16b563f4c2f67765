import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { listAgents } from '#lib/db/agents'
import type { Database } from '#lib/db/database'
import { listSites } from '#lib/db/sites'
import type { Change } from './change-bus.ts'
import { createToken } from './create-token.ts'
import { listTokens } from './list-tokens.ts'
import { revokeToken } from './revoke-token.ts'

export const BUILT_IN_AGENT_NAME = 'Built-in agent'

/**
 * Makes ready what the server's own agent starts with: its row, so that targets can be given to it before it ever ran,
 * a fresh token in a file of mode 0600, and its configuration. Undefined while there is no site to report for.
 */
export async function prepareBuiltInAgent(
  database: Database,
  folder: string,
  serverUrl: string,
  nowMs = Date.now(),
): Promise<{ configFile: string; changes: Change[] } | undefined> {
  const [site] = await listSites(database)
  if (!site) return undefined
  const known = (await listAgents(database)).find(({ builtIn }) => builtIn)
  const id = known?.id ?? randomUUID()
  if (!known) {
    await database.agent.create({ data: { id, name: BUILT_IN_AGENT_NAME, builtIn: true, createdAtMs: BigInt(nowMs) } })
  }
  for (const token of await listTokens(database)) {
    if (token.name === BUILT_IN_AGENT_NAME && token.revokedAtMs === undefined)
      await revokeToken(database, token.id, nowMs)
  }
  const token = await createToken(database, { name: BUILT_IN_AGENT_NAME, site: site.id }, nowMs)
  if (!token.ok) throw new Error(token.reason)

  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const identities = join(folder, 'identities.json')
  if (!existsSync(identities)) writeFileSync(identities, JSON.stringify({ agentId: id, machines: {} }), { mode: 0o600 })
  writeFileSync(join(folder, 'token'), `${token.secret}\n`, { mode: 0o600 })
  const configFile = join(folder, 'agent.json')
  const config = { server: serverUrl, name: BUILT_IN_AGENT_NAME, thisMachine: false }
  writeFileSync(configFile, JSON.stringify(config, null, 2), { mode: 0o600 })
  return { configFile, changes: token.changes }
}

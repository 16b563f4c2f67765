import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { listAgents } from '#lib/db/agents'
import type { Database } from '#lib/db/database'
import { listSites } from '#lib/db/sites'
import type { Change } from './change-bus.ts'
import { createToken } from './create-token.ts'
import { findToken } from './find-token.ts'
import { listTokens } from './list-tokens.ts'
import { revokeToken } from './revoke-token.ts'

export const BUILT_IN_AGENT_NAME = 'Built-in agent'

/**
 * Makes ready what the server's own agent starts with: its row, so that targets can be given to it before it ever ran,
 * a token in a file of mode 0600, and its configuration. The token of the last start is kept while it is good, and so is
 * what the agent remembers of machines. Undefined while there is no site to report for.
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
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { tokenId, changes } = await prepareToken(database, join(folder, 'token'), site.id, nowMs)
  // Only with this one is anybody let in under the built-in agent's id.
  await database.agent.update({ where: { id }, data: { tokenId } })
  nameAgent(join(folder, 'identities.json'), id)
  const configFile = join(folder, 'agent.json')
  const config = { server: serverUrl, name: BUILT_IN_AGENT_NAME, thisMachine: false, ...keptLeave(configFile) }
  writeFileSync(configFile, JSON.stringify(config, null, 2), { mode: 0o600 })
  return { configFile, changes }
}

/** Whether it may look for machines is the owner's to write there. */
function keptLeave(file: string): { discovery?: unknown } {
  const kept = z
    .object({ discovery: z.unknown() })
    .safeParse(existsSync(file) ? parsed(readFileSync(file, 'utf8')) : {})
  return kept.success && kept.data.discovery !== undefined ? { discovery: kept.data.discovery } : {}
}

async function prepareToken(
  database: Database,
  file: string,
  siteId: number,
  nowMs: number,
): Promise<{ tokenId: number; changes: Change[] }> {
  const kept = existsSync(file) ? await findToken(database, readFileSync(file, 'utf8').trim()) : undefined
  if (kept) return { tokenId: kept.id, changes: [] }
  for (const token of await listTokens(database)) {
    if (token.name === BUILT_IN_AGENT_NAME && token.revokedAtMs === undefined)
      await revokeToken(database, token.id, nowMs)
  }
  const token = await createToken(database, { name: BUILT_IN_AGENT_NAME, site: siteId }, nowMs)
  if (!token.ok) throw new Error(token.reason)
  writeFileSync(file, `${token.secret}\n`, { mode: 0o600 })
  return { tokenId: token.id, changes: token.changes }
}

const identities = z.object({ agentId: z.string(), machines: z.record(z.string(), z.string()) })

/** Targets are given to the agent of the database's row: a folder from before a restore must not go by another name. */
function nameAgent(file: string, agentId: string): void {
  const kept = identities.safeParse(existsSync(file) ? parsed(readFileSync(file, 'utf8')) : undefined)
  if (kept.success && kept.data.agentId === agentId) return
  const machines = kept.success ? kept.data.machines : {}
  writeFileSync(file, JSON.stringify({ agentId, machines }), { mode: 0o600 })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findToken } from '#lib/services/find-token'
import { listAgents } from '#lib/services/list-agents'
import { listTokens } from '#lib/services/list-tokens'
import { prepareBuiltInAgent } from '#lib/services/prepare-built-in-agent'
import { revokeToken } from '#lib/services/revoke-token'
import { openForTest, temporaryDatabase } from '../db/temporary-database.ts'
import { firstSite } from './money-mine.ts'

const SERVER = 'http://127.0.0.1:3000'

test('each start of the server uses the same token, until somebody revokes it', async () => {
  const { url, folder } = await temporaryDatabase()
  const database = await openForTest(url)
  expect(await prepareBuiltInAgent(database, folder, SERVER)).toBeUndefined()
  await firstSite(database)
  for (let start = 0; start < 3; start += 1) await prepareBuiltInAgent(database, folder, SERVER)
  const tokens = await listTokens(database)
  expect(tokens.map(({ revokedAtMs }) => revokedAtMs)).toEqual([undefined])
  await revokeToken(database, tokens[0]?.id ?? 0)
  await prepareBuiltInAgent(database, folder, SERVER)
  const secret = readFileSync(join(folder, 'token'), 'utf8').trim()
  expect(await findToken(database, secret)).toMatchObject({ name: 'Built-in agent' })
})

test('with another database under the same folder it goes by the name that targets are given to', async () => {
  const { url, folder } = await temporaryDatabase()
  const database = await openForTest(url)
  await firstSite(database)
  const machines = { '192.168.1.20': '6b1c8a52-3b6f-4d0e-9a53-0c5a0c2f7c11' }
  const before = { agentId: 'c2b7f0de-52a5-4a53-8d6e-1f6c5d2f9b10', machines }
  writeFileSync(join(folder, 'identities.json'), JSON.stringify(before))
  await prepareBuiltInAgent(database, folder, SERVER)
  const [row] = await listAgents(database)
  const named: unknown = JSON.parse(readFileSync(join(folder, 'identities.json'), 'utf8'))
  expect(named).toEqual({ agentId: row?.id, machines })
})

test('leave to look for machines, written into its configuration, outlives a start', async () => {
  const { url, folder } = await temporaryDatabase()
  const database = await openForTest(url)
  await firstSite(database)
  const prepared = await prepareBuiltInAgent(database, folder, SERVER)
  const file = prepared?.configFile ?? ''
  expect(JSON.parse(readFileSync(file, 'utf8'))).not.toHaveProperty('discovery')
  writeFileSync(file, JSON.stringify({ discovery: true, server: 'http://127.0.0.1:1' }))
  await prepareBuiltInAgent(database, folder, SERVER)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ discovery: true, server: SERVER })
})

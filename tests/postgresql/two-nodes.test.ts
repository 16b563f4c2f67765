import { expect, onTestFinished, test, vi } from 'vitest'
import { createToken } from '#lib/services/create-token'
import {
  openForTest,
  openStoreForTest,
  runSql,
  temporaryFolder,
  temporaryPostgresql,
} from '../db/temporary-database.ts'
import { freePort } from '../free-port.ts'
import { openAgent, openBrowser, signInOwner } from './node-clients.ts'
import { balance, startNode } from './nodes.ts'
import { startRedis } from './redis-server.ts'

const WAIT = { timeout: 20_000, interval: 20 }

async function twoNodes() {
  const url = await temporaryPostgresql()
  const redis = await startRedis(await freePort(), onTestFinished)
  const env = {
    DATABASE_URL: url,
    REDIS_URL: redis,
    DAVYLAMP_SECRET: 's'.repeat(40),
    DAVYLAMP_DATA_DIR: await temporaryFolder(),
    DAVYLAMP_MARKET: 'off',
    DAVYLAMP_BACKUP: 'off',
  }
  const database = await openForTest(url)
  const token = await createToken(database, { name: 'shed' })
  if (!token.ok) throw new Error(token.reason)
  const first = await startNode(env, onTestFinished)
  await first.said('lease held')
  const second = await startNode(env, onTestFinished)
  return { url, database, token: token.secret, first, second, cookie: await signInOwner(env, database) }
}

test('a reading that lands on one node appears on a browser of the other exactly once', async () => {
  const { database, token, first, second, cookie } = await twoNodes()
  const browser = await openBrowser(second.address, cookie, onTestFinished)
  const agent = await openAgent(first.address, token, 'rig-1', onTestFinished)
  const sent: number[] = []
  for (let count = 0; count < 20; count++) {
    const at = await agent.report()
    sent.push(at)
    await vi.waitFor(() => expect(browser.rows.at(-1)?.seenAtMs).toBe(at), WAIT)
  }
  const seen = browser.rows.flatMap(({ seenAtMs }) => (seenAtMs === undefined ? [] : [seenAtMs]))
  expect(seen.filter((atMs, index) => atMs !== seen[index - 1])).toEqual(sent)
  // Who pays for the rig's work was assumed once, not once a node.
  expect(await database.assignment.count()).toBeLessThanOrEqual(1)
}, 120_000)

test('a node that is killed costs its agents one reconnect: nothing is lost or doubled, and the jobs move', async () => {
  const { url, token, first, second, cookie } = await twoNodes()
  const browser = await openBrowser(second.address, cookie, onTestFinished)
  const address = await balance([first.port, second.port], onTestFinished)
  const agents = await Promise.all(
    [1, 2, 3, 4, 5].map((index) => openAgent(address, token, `rig-${index}`, onTestFinished)),
  )
  let killedAtMs = 0
  const movedAfterMs = second.said('lease held').then(() => Date.now() - killedAtMs)
  const acknowledged = await Promise.all(
    agents.map(async ({ report }, index) => {
      const moments: number[] = []
      while (moments.length < 200) {
        moments.push(await report())
        if (index === 0 && moments.length === 80) {
          killedAtMs = Date.now()
          first.process.kill('SIGKILL')
        }
      }
      return moments
    }),
  )
  expect(agents.map(({ connections }) => connections())).toEqual([2, 2, 2, 2, 2])
  const store = await openStoreForTest(url)
  for (const [index, { rigId }] of agents.entries()) {
    const stored = await store.readRange(rigId, 0, Number.MAX_SAFE_INTEGER, { limit: 1000 })
    expect(stored.map(({ at }) => at)).toEqual(acknowledged[index])
  }
  expect(await runSql(url, 'SELECT COUNT(*)::int AS count FROM "Reading"')).toEqual([{ count: 1000 }])
  await vi.waitFor(() => {
    for (const [index, { rigId }] of agents.entries()) {
      expect(browser.rows.findLast(({ id }) => id === rigId)?.seenAtMs).toBe(acknowledged[index]?.at(-1))
    }
  }, WAIT)
  expect(await movedAfterMs).toBeLessThan(15_000)
}, 180_000)

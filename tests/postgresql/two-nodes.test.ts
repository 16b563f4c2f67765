import pino from 'pino'
import { io } from 'socket.io-client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { loadConfig } from '#lib/config'
import type { Database } from '#lib/db/database'
import { createAuth } from '#lib/services/auth/auth'
import { createToken } from '#lib/services/create-token'
import { openSecrets } from '#lib/services/secrets'
import type { ReadingsAnswer, RigsAnswer } from '#lib/wire/agent-events'
import type { FleetDelta, RigRow, WatchResult } from '#lib/wire/dashboard-events'
import { gpuReading } from '../db/some-readings.ts'
import {
  openForTest,
  openStoreForTest,
  runSql,
  temporaryFolder,
  temporaryPostgresql,
} from '../db/temporary-database.ts'
import { freePort } from '../free-port.ts'
import { balance, startNode } from './nodes.ts'
import { startRedis } from './redis-server.ts'

const WAIT = { timeout: 20_000, interval: 20 }

async function twoNodes() {
  const url = await temporaryPostgresql()
  const redis = await startRedis(await freePort())
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
  const first = await startNode(env)
  await first.said('lease held')
  const second = await startNode(env)
  return { url, database, token: token.secret, first, second, cookie: await cookieFor(env, database) }
}

async function cookieFor(env: Record<string, string>, database: Database): Promise<string> {
  const config = loadConfig(env)
  const parts = { config, secrets: openSecrets(config), database, log: pino({ level: 'silent' }), publish: () => {} }
  const auth = createAuth(parts)
  await database.user.create({
    data: { id: 'owner', name: 'Owner', email: 'owner@mine.example', role: 'owner', updatedAt: new Date() },
  })
  const response = await auth.api.openSession({ body: { userId: 'owner' }, headers: new Headers(), asResponse: true })
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

/** A browser that watches the fleet, with every row it was ever sent. */
async function openBrowser(address: string, cookie: string): Promise<{ rows: RigRow[] }> {
  const headers = { cookie, origin: address }
  const socket = io(`${address}/dashboards`, { transports: ['websocket'], forceNew: true, extraHeaders: headers })
  onTestFinished(() => {
    socket.disconnect()
  })
  const rows: RigRow[] = []
  socket.on('fleet', (delta: FleetDelta) => rows.push(...delta.rigs))
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  const watched: WatchResult = await socket.timeout(5000).emitWithAck('watch', { page: 'fleet' })
  if (!watched.ok) throw new Error(watched.reason)
  return { rows }
}

/** An agent that reports one rig, and keeps a reading until the server has answered for it, on whichever node. */
async function openAgent(address: string, token: string, key: string) {
  const socket = io(`${address}/agents`, {
    transports: ['websocket'],
    forceNew: true,
    auth: { token, agent: { id: crypto.randomUUID(), name: key } },
    reconnectionDelay: 50,
    reconnectionDelayMax: 200,
  })
  onTestFinished(() => {
    socket.disconnect()
  })
  let connections = 0
  socket.on('connect', () => (connections += 1))
  const ask = async <Answer>(event: string, message: unknown): Promise<Answer> => {
    for (;;) {
      if (!socket.connected) await new Promise<void>((resolve) => socket.once('connect', () => resolve()))
      try {
        return await socket.timeout(2000).emitWithAck(event, message)
      } catch {
        // The node died with the question: the next one is asked.
      }
    }
  }
  const announced = await ask<RigsAnswer>('rigs', [{ key }])
  if (!announced.ok) throw new Error(announced.reason)
  const rigId = announced.rigs[0]?.id ?? 0
  let lastMs = 0
  const report = async (): Promise<number> => {
    const at = Math.max(Date.now(), lastMs + 1)
    lastMs = at
    for (;;) {
      const answer = await ask<ReadingsAnswer>('readings', [{ ...gpuReading(at), rig: rigId }])
      if ('stored' in answer && answer.stored + answer.duplicates === 1) return at
      if ('rejected' in answer && answer.rejected.length > 0) throw new Error(answer.rejected[0]?.reason)
    }
  }
  return { rigId, report, connections: () => connections }
}

test('a reading that lands on one node appears on a browser of the other exactly once', async () => {
  const { database, token, first, second, cookie } = await twoNodes()
  const browser = await openBrowser(second.address, cookie)
  const agent = await openAgent(first.address, token, 'rig-1')
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
  const browser = await openBrowser(second.address, cookie)
  const address = await balance([first.port, second.port])
  const agents = await Promise.all([1, 2, 3, 4, 5].map((index) => openAgent(address, token, `rig-${index}`)))
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

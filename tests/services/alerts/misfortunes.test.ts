import { randomUUID } from 'node:crypto'
import pino from 'pino'
import { expect, test } from 'vitest'
import { healthOf } from '#lib/services/health'
import { mergeRigs } from '#lib/services/merge-rigs'
import { ReadingKeeper } from '#lib/services/storage/reading-keeper'
import {
  addRigs,
  HOUR,
  incidents,
  live,
  MINUTE,
  NOON,
  newMine,
  outbox,
  SECOND,
  startProcess,
  wait,
} from './watched-mine'

const HOT = { celsius: 90 }

test('a damaged rule, a damaged state and a damaged silence stop nothing but themselves', async () => {
  const { url, siteId } = await newMine()
  const mine = await startProcess(url, NOON)
  const [rigId = 0] = await addRigs(mine, siteId, 1)
  await mine.run(NOON - 10 * SECOND)
  const { database } = mine
  const moments = { createdAtMs: 0n, changedAtMs: 0n }
  await database.alertRule.createMany({
    data: [
      { kind: 'overheat', name: 'torn', enabled: true, settings: '{"forMs":', scope: '{}', ...moments },
      { kind: 'telepathy', name: 'of tomorrow', enabled: true, settings: '{}', scope: '{}', ...moments },
      {
        kind: 'overheat',
        name: 'odd',
        enabled: true,
        settings: '{"forMs":0,"limits":{"core":null}}',
        scope: '{}',
        ...moments,
      },
    ],
  })
  await database.silence.create({
    data: { reason: 'torn', scope: '[', fromMs: 0n, untilMs: BigInt(NOON + HOUR), createdAtMs: 0n },
  })
  const offline = await database.alertRule.findFirstOrThrow({ where: { kind: 'offline' } })
  await database.alertState.create({
    data: { ruleId: offline.id, subject: `rig:${rigId}`, state: '{"phase"', changedAtMs: 0n },
  })
  mine.bus.publish([{ kind: 'alert-settings' }])
  await live(mine, [rigId], NOON, NOON + 2 * MINUTE, HOT)
  expect(mine.alerts.state).toMatchObject({ active: true, lastRunAtMs: NOON + 2 * MINUTE + SECOND })
  expect((await outbox(mine)).map(({ kind, severity }) => `${kind} ${severity}`)).toContain('fired critical')
  expect(mine.errors).toContainEqual(expect.stringContaining('torn'))
})

test('an incident with damaged evidence still ends', async () => {
  const { url, siteId } = await newMine()
  const first = await startProcess(url, NOON)
  const [rigId = 0] = await addRigs(first, siteId, 1)
  await live(first, [rigId], NOON, NOON + 2 * MINUTE, HOT)
  await first.database.incident.updateMany({ data: { evidence: '{"value":9' } })
  await first.die()
  const next = await startProcess(url, NOON + 130 * SECOND)
  await live(next, [rigId], NOON + 130 * SECOND, NOON + 6 * MINUTE)
  expect(next.errors).toEqual([])
  expect((await outbox(next)).map(({ kind }) => kind)).toEqual(['fired', 'resolved'])
})

test('a machine that slept for an hour does not take its own silence for its rigs’', async () => {
  const { url, siteId } = await newMine()
  const mine = await startProcess(url, NOON)
  const rigIds = await addRigs(mine, siteId, 2)
  await live(mine, rigIds, NOON, NOON + MINUTE)
  const awakeMs = NOON + HOUR
  await wait(mine, awakeMs, awakeMs + 20 * SECOND, 2 * SECOND)
  await live(mine, rigIds, awakeMs + 30 * SECOND, awakeMs + 4 * MINUTE)
  expect(mine.errors).toEqual([])
  expect(await outbox(mine)).toEqual([])
})

test('a clock that is put back by an hour stops nothing', async () => {
  const { url, siteId } = await newMine()
  const mine = await startProcess(url, NOON + HOUR)
  const [rigId = 0, other = 0] = await addRigs(mine, siteId, 2)
  await live(mine, [rigId, other], NOON + HOUR, NOON + HOUR + MINUTE)
  await mine.run(NOON)
  await live(mine, [rigId, other], NOON + 10 * SECOND, NOON + 3 * MINUTE, HOT)
  expect((await incidents(mine)).filter(({ kind }) => kind === 'overheat')).toMatchObject([
    { phase: 'firing', severity: 'critical' },
    { phase: 'firing', severity: 'critical' },
  ])
})

test('an agent whose rigs were all put into store is missed no longer', async () => {
  const { url, siteId } = await newMine()
  const mine = await startProcess(url, NOON)
  const id = randomUUID()
  await mine.database.agent.create({ data: { id, name: 'barn', createdAtMs: 0n, seenAtMs: BigInt(NOON) } })
  mine.fleet.agents.learn({ id, name: 'barn', seenAtMs: NOON })
  mine.fleet.agents.connected(id)
  const rigIds = await addRigs(mine, siteId, 2, { agentId: id })
  await live(mine, rigIds, NOON, NOON + MINUTE)
  mine.fleet.agents.disconnected(id, NOON + MINUTE)
  await wait(mine, NOON + MINUTE, NOON + 5 * MINUTE)
  const gone = () => mine.database.incident.findMany({ where: { kind: 'agent-gone' } })
  expect(await gone()).toMatchObject([{ phase: 'firing' }])
  const fromMs = BigInt(NOON + 5 * MINUTE)
  await mine.database.rigLifecycle.createMany({
    data: rigIds.map((rigId) => ({ rigId, fromMs, lifecycle: 'stored' })),
  })
  await mine.fleet.refresh([{ kind: 'rigs' }], NOON + 5 * MINUTE)
  await wait(mine, NOON + 5 * MINUTE, NOON + 6 * MINUTE)
  expect(await gone()).toMatchObject([{ phase: 'resolved' }])
  expect(await mine.database.incident.count({ where: { resolvedAtMs: null } })).toBe(0)
})

test('a rig that becomes part of another leaves its incidents to it; what was open is over', async () => {
  const { url, siteId } = await newMine()
  const mine = await startProcess(url, NOON)
  const [from = 0, into = 0] = await addRigs(mine, siteId, 2)
  await live(mine, [from, into], NOON, NOON + 2 * MINUTE, (rigId) => (rigId === from ? HOT : {}))
  expect(await incidents(mine)).toMatchObject([{ rigId: from, phase: 'firing' }])
  const merged = await mergeRigs(mine, { fromRigId: from, intoRigId: into })
  if (!merged.ok) throw new Error('not merged')
  await mine.fleet.refresh(merged.changes, NOON + 3 * MINUTE)
  mine.bus.publish(merged.changes)
  await live(mine, [into], NOON + 130 * SECOND, NOON + 5 * MINUTE)
  expect(mine.errors).toEqual([])
  expect(await incidents(mine)).toMatchObject([{ rigId: into, subject: `rig:${into}`, phase: 'resolved' }])
  expect((await outbox(mine)).map(({ kind }) => kind)).toEqual(['fired'])
})

test('health says that the evaluator is stuck, that readings are not stored, that nobody knows who evaluates', async () => {
  const { url, siteId } = await newMine()
  const mine = await startProcess(url, NOON)
  await addRigs(mine, siteId, 1)
  await mine.run(NOON)
  const keeper = new ReadingKeeper({ ...mine, log: pino({ level: 'silent' }), folder: '.' })
  const server = { ...mine, keeper, startedAtMs: NOON }
  expect(healthOf(server, NOON + SECOND)).toBe('ok')
  for (let atMs = NOON + 3 * SECOND; atMs <= NOON + 130 * SECOND; atMs += 3 * SECOND) await mine.lease.keep(atMs)
  expect(healthOf(server, NOON + 119 * SECOND)).toBe('ok')
  expect(healthOf(server, NOON + 130 * SECOND)).toBe('failing')
  await mine.run(NOON + 132 * SECOND)
  expect(healthOf(server, NOON + 133 * SECOND)).toBe('ok')
  expect(healthOf(server, NOON + 132 * SECOND + 121 * SECOND)).toBe('failing')
  const lost = { ...mine.store.stats(), lastCommitFailed: true }
  const unable = { ...server, store: { ...mine.store, stats: () => lost } }
  expect(healthOf(unable, NOON + 133 * SECOND)).toBe('failing')
})

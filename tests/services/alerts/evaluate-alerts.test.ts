import { expect, test } from 'vitest'
import {
  addRigs,
  gpu,
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

test('a rig that overheats for two minutes is one incident and one message, and so is that it is over', async () => {
  const { url, siteId } = await newMine()
  const mine = await startProcess(url, NOON)
  const [rigId = 0] = await addRigs(mine, siteId, 1)
  await live(mine, [rigId], NOON, NOON + MINUTE)
  await live(mine, [rigId], NOON + 70 * SECOND, NOON + 2 * MINUTE, { celsius: 84 })
  expect(await incidents(mine)).toMatchObject([{ kind: 'overheat', phase: 'pending', rigId, siteId }])
  expect(await outbox(mine)).toEqual([])

  await live(mine, [rigId], NOON + 130 * SECOND, NOON + 5 * MINUTE, { celsius: 84 })
  expect(mine.errors).toEqual([])
  expect(await incidents(mine)).toMatchObject([
    { kind: 'overheat', phase: 'firing', severity: 'warning', startedAtMs: BigInt(NOON + 70 * SECOND) },
  ])
  expect(await outbox(mine)).toMatchObject([
    { kind: 'fired', severity: 'warning', title: 'Warning: rig 1: overheating', atMs: NOON + 191 * SECOND },
  ])

  await live(mine, [rigId], NOON + 310 * SECOND, NOON + 7 * MINUTE, { celsius: 70 })
  expect(await incidents(mine)).toMatchObject([{ phase: 'resolved' }])
  expect((await outbox(mine)).map(({ kind }) => kind)).toEqual(['fired', 'resolved'])
  const events = await mine.database.incidentEvent.findMany({ orderBy: { id: 'asc' } })
  expect(events.map(({ kind }) => kind)).toEqual(['pending', 'fired', 'told', 'resolved'])
})

test('a rig that falls silent is told after five minutes, with the moment of its last reading', async () => {
  const { url, siteId } = await newMine()
  const mine = await startProcess(url, NOON)
  const rigIds = await addRigs(mine, siteId, 2)
  await live(mine, rigIds, NOON, NOON + MINUTE)
  await live(mine, rigIds.slice(1), NOON + 70 * SECOND, NOON + 6 * MINUTE + 20 * SECOND)
  expect(await incidents(mine)).toMatchObject([
    { kind: 'offline', rigId: rigIds[0], phase: 'firing', startedAtMs: BigInt(NOON + MINUTE) },
  ])
  expect(await outbox(mine)).toMatchObject([{ kind: 'fired', severity: 'critical' }])
})

test('after a restart in the middle nothing is told twice and the recovery is told once', async () => {
  const { url, siteId } = await newMine()
  const first = await startProcess(url, NOON)
  const [rigId = 0] = await addRigs(first, siteId, 1)
  await live(first, [rigId], NOON, NOON + 4 * MINUTE, { celsius: 84 })
  expect(await outbox(first)).toHaveLength(1)
  await first.die()

  const startMs = NOON + 4 * MINUTE + 30 * SECOND
  const second = await startProcess(url, startMs)
  await live(second, [rigId], startMs, startMs + 3 * MINUTE, { celsius: 84 })
  expect(second.errors).toEqual([])
  expect(await outbox(second)).toHaveLength(1)
  await live(second, [rigId], startMs + 190 * SECOND, startMs + 5 * MINUTE, { celsius: 60 })
  expect((await outbox(second)).map(({ kind }) => kind)).toEqual(['fired', 'resolved'])
})

test('trouble that began before a restart is told when its time has come after it', async () => {
  const { url, siteId } = await newMine()
  const first = await startProcess(url, NOON)
  const [rigId = 0] = await addRigs(first, siteId, 1)
  await live(first, [rigId], NOON, NOON + 90 * SECOND, { celsius: 84 })
  await first.die()

  const startMs = NOON + 110 * SECOND
  const second = await startProcess(url, startMs)
  await live(second, [rigId], startMs, NOON + 130 * SECOND, { celsius: 84 })
  expect(await outbox(second)).toMatchObject([{ kind: 'fired', atMs: NOON + 121 * SECOND }])
})

test('a rig that fell silent while the server was down is found at the start, when others had time to come back', async () => {
  const { url, siteId } = await newMine()
  const first = await startProcess(url, NOON)
  const rigIds = await addRigs(first, siteId, 2)
  await live(first, rigIds, NOON, NOON + MINUTE)
  await first.die()

  const startMs = NOON + 30 * MINUTE
  const second = await startProcess(url, startMs)
  await live(second, rigIds.slice(1), startMs, startMs + MINUTE)
  expect(await outbox(second)).toEqual([])
  await live(second, rigIds.slice(1), startMs + 70 * SECOND, startMs + 2 * MINUTE)
  expect(await incidents(second)).toMatchObject([{ kind: 'offline', startedAtMs: BigInt(NOON + MINUTE) }])
  expect(await outbox(second)).toHaveLength(1)
})

test('readings of an outage that come an hour late tell nobody', async () => {
  const { url, siteId } = await newMine()
  const mine = await startProcess(url, NOON)
  const [rigId = 0] = await addRigs(mine, siteId, 1)
  await live(mine, [rigId], NOON, NOON + 20 * SECOND)
  const backMs = NOON + 60 * MINUTE
  const late = Array.from({ length: 300 }, (_, index) => gpu(NOON + (index + 3) * 10 * SECOND, { celsius: 95 }))
  await mine.hear(late.map((reading) => ({ rigId, reading, receivedAtMs: backMs })))
  await mine.run(backMs + SECOND)
  await live(mine, [rigId], backMs + 10 * SECOND, backMs + 3 * MINUTE)
  expect((await outbox(mine)).filter(({ title }) => title.includes('heat'))).toEqual([])
})

test('what was committed and not evaluated when the process died is evaluated by the next one', async () => {
  const { url, siteId } = await newMine()
  const first = await startProcess(url, NOON)
  const [rigId = 0] = await addRigs(first, siteId, 1)
  await live(first, [rigId], NOON, NOON + 110 * SECOND, { celsius: 84 })
  // Stored and acknowledged, and the evaluator never came to it.
  await first.hear([{ rigId, reading: gpu(NOON + 2 * MINUTE, { celsius: 84 }) }])
  await first.die()

  const second = await startProcess(url, NOON + 125 * SECOND)
  await second.run(NOON + 126 * SECOND)
  expect(await outbox(second)).toMatchObject([{ kind: 'fired' }])
  await wait(second, NOON + 126 * SECOND, NOON + 150 * SECOND)
  expect(await outbox(second)).toHaveLength(1)
})

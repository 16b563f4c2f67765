import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { acknowledgeIncidents } from '#lib/services/alerts/acknowledge-incidents'
import { saveAlertSettings } from '#lib/services/alerts/alert-settings'
import { saveMaintenance } from '#lib/services/alerts/save-maintenance'
import { saveSilence } from '#lib/services/alerts/save-silence'
import {
  addRigs,
  gpu,
  HOUR,
  incidents,
  live,
  MINUTE,
  NOON,
  newMine,
  outbox,
  type Process,
  SECOND,
  startProcess,
  wait,
} from './watched-mine'

async function addAgent({ database, fleet }: Process, name: string, nowMs: number): Promise<string> {
  const id = randomUUID()
  await database.agent.create({ data: { id, name, createdAtMs: BigInt(nowMs), seenAtMs: BigInt(nowMs) } })
  fleet.agents.learn({ id, name, seenAtMs: nowMs })
  fleet.agents.connected(id)
  return id
}

test('an agent with 1,000 rigs that goes dark is one message, and so is its return', async () => {
  const { url, siteId } = await newMine()
  const mine = await startProcess(url, NOON)
  const agentId = await addAgent(mine, 'barn', NOON)
  const rigIds = await addRigs(mine, siteId, 1000, { agentId })
  await mine.run(NOON - 20 * SECOND)
  await live(mine, rigIds, NOON, NOON + 10 * SECOND)
  mine.fleet.agents.disconnected(agentId, NOON + 15 * SECOND)
  await wait(mine, NOON + 20 * SECOND, NOON + 8 * MINUTE)
  expect(mine.errors).toEqual([])
  expect(await outbox(mine)).toMatchObject([{ kind: 'fired', severity: 'critical' }])
  const offline = await mine.database.incident.findMany({ where: { kind: 'offline' } })
  expect(offline).toHaveLength(1000)
  expect(offline.every(({ inhibitedById }) => inhibitedById !== null)).toBe(true)

  const backMs = NOON + 8 * MINUTE + 10 * SECOND
  mine.fleet.agents.connected(agentId)
  await live(mine, rigIds, backMs, backMs + 150 * SECOND)
  expect((await outbox(mine)).map(({ kind }) => kind)).toEqual(['fired', 'resolved'])
  expect(await mine.database.incident.count({ where: { resolvedAtMs: null } })).toBe(0)
}, 120_000)

test('six rigs of a site that overheat at once are one message, and one that all of them are over', async () => {
  const { url, siteId } = await newMine()
  const mine = await startProcess(url, NOON)
  const rigIds = await addRigs(mine, siteId, 6)
  await live(mine, rigIds, NOON, NOON + 2 * MINUTE + 20 * SECOND, { celsius: 84 })
  expect(await outbox(mine)).toMatchObject([{ kind: 'group', title: expect.stringContaining('5 more') }])
  const [first = 0] = rigIds
  await live(mine, rigIds, NOON + 150 * SECOND, NOON + 4 * MINUTE, (rigId) => ({ celsius: rigId === first ? 84 : 60 }))
  expect(await outbox(mine)).toHaveLength(1)
  await live(mine, rigIds, NOON + 250 * SECOND, NOON + 6 * MINUTE)
  expect((await outbox(mine)).map(({ kind }) => kind)).toEqual(['group', 'resolved'])
})

test('in a farm of sixty rigs a warm one goes to the worklist and a hot one is told', async () => {
  const { url, siteId } = await newMine()
  const mine = await startProcess(url, NOON)
  const rigIds = await addRigs(mine, siteId, 60)
  const [warm, hot] = rigIds
  const heat = (rigId: number) => ({ celsius: rigId === warm ? 82 : rigId === hot ? 90 : 60 })
  await live(mine, rigIds, NOON, NOON + 3 * MINUTE, heat)
  expect(await incidents(mine)).toMatchObject([
    { rigId: warm, worklist: true },
    { rigId: hot, worklist: false, severity: 'critical' },
  ])
  expect(await outbox(mine)).toMatchObject([{ severity: 'critical' }])
})

test('a silence keeps quiet; what still lasts when it ends is told then, and once', async () => {
  const { url, siteId } = await newMine()
  const mine = await startProcess(url, NOON)
  const [rigId = 0] = await addRigs(mine, siteId, 1)
  const silence = { reason: 'new fans', scope: { rigIds: [rigId] }, untilMs: NOON + 5 * MINUTE }
  expect(await saveSilence(mine.database, silence, 'Davy', NOON - MINUTE)).toMatchObject({ ok: true })
  await live(mine, [rigId], NOON, NOON + 280 * SECOND, { celsius: 84 })
  expect(await incidents(mine)).toMatchObject([{ phase: 'firing' }])
  expect(await outbox(mine)).toEqual([])
  await live(mine, [rigId], NOON + 290 * SECOND, NOON + 7 * MINUTE, { celsius: 84 })
  expect(await outbox(mine)).toMatchObject([{ kind: 'fired' }])
})

test('a maintenance window keeps quiet by the clock of its site', async () => {
  const { url, siteId } = await newMine()
  const mine = await startProcess(url, NOON)
  const [rigId = 0] = await addRigs(mine, siteId, 1)
  const window = { name: 'Monday noon', scope: {}, siteId, days: [1], fromMinute: 720, toMinute: 725, enabled: true }
  expect(await saveMaintenance(mine.database, window)).toMatchObject({ ok: true })
  await live(mine, [rigId], NOON, NOON + 280 * SECOND, { celsius: 84 })
  expect(await outbox(mine)).toEqual([])
  await live(mine, [rigId], NOON + 290 * SECOND, NOON + 6 * MINUTE, { celsius: 84 })
  expect(await outbox(mine)).toMatchObject([{ kind: 'fired' }])
})

test('quiet hours keep a warning until their end and let what is critical through', async () => {
  const { url, siteId } = await newMine()
  const mine = await startProcess(url, NOON)
  const [warm = 0, hot = 0] = await addRigs(mine, siteId, 2)
  const quietHours = { fromMinute: 720, toMinute: 725, timeZone: 'UTC' }
  expect(await saveAlertSettings(mine.database, { quietHours })).toMatchObject({ ok: true })
  const heat = (rigId: number) => ({ celsius: rigId === warm ? 82 : 90 })
  await live(mine, [warm, hot], NOON, NOON + 4 * MINUTE, heat)
  expect(await outbox(mine)).toMatchObject([{ severity: 'critical' }])
  await live(mine, [warm, hot], NOON + 250 * SECOND, NOON + 6 * MINUTE, heat)
  expect(await outbox(mine)).toMatchObject([{ severity: 'critical' }, { severity: 'warning' }])
})

test('an offline rig that nobody acknowledges is reminded of three times, one that somebody does never', async () => {
  const { url, siteId } = await newMine()
  const mine = await startProcess(url, NOON)
  const [rigId = 0, seenTo = 0] = await addRigs(mine, siteId, 2)
  const [other = 0] = await addRigs(mine, siteId, 1)
  await live(mine, [rigId, seenTo, other], NOON, NOON + 10 * SECOND)
  // One goes on, so that the site is not dark.
  for (let atMs = NOON + MINUTE; atMs <= NOON + 24 * HOUR; atMs += 2 * MINUTE) {
    await mine.hear([{ rigId: other, reading: { ...gpu(atMs), intervalSeconds: 120 } }])
    await mine.run(atMs + SECOND)
    const open = (await incidents(mine)).find((one) => one.rigId === seenTo && one.phase === 'firing')
    if (!open) continue
    const done = await acknowledgeIncidents(mine, [open.id], 'Davy', atMs + 2 * SECOND)
    if (done.ok) mine.bus.publish(done.changes)
  }
  const told = (await outbox(mine)).filter(({ title }) => title.includes('rig 1') || title.includes('rig 2'))
  const ofRig = (incidentRig: number) => incidents(mine).then((all) => all.find((one) => one.rigId === incidentRig)?.id)
  const [silent, seen] = [await ofRig(rigId), await ofRig(seenTo)]
  expect(told.filter(({ incidentId }) => incidentId === silent).map(({ kind }) => kind)).toEqual([
    'fired',
    'reminder',
    'reminder',
    'reminder',
  ])
  expect(told.filter(({ incidentId }) => incidentId === seen).map(({ kind }) => kind)).toEqual(['fired'])
}, 60_000)

test('a rig that overheats again and again within an hour is one incident, told less and less', async () => {
  const { url, siteId } = await newMine()
  const mine = await startProcess(url, NOON)
  const [rigId = 0] = await addRigs(mine, siteId, 1)
  for (let round = 0; round < 5; round += 1) {
    const fromMs = NOON + round * 6 * MINUTE
    await live(mine, [rigId], fromMs, fromMs + 170 * SECOND, { celsius: 84 })
    await live(mine, [rigId], fromMs + 3 * MINUTE, fromMs + 350 * SECOND, { celsius: 60 })
  }
  expect(await incidents(mine)).toMatchObject([{ flaps: 4, phase: 'resolved' }])
  expect((await outbox(mine)).map(({ kind }) => kind)).toEqual(['fired', 'resolved', 'fired', 'resolved', 'fired'])
  await live(mine, [rigId], NOON + 90 * MINUTE, NOON + 95 * MINUTE)
  expect((await outbox(mine)).map(({ kind }) => kind)).toEqual([
    'fired',
    'resolved',
    'fired',
    'resolved',
    'fired',
    'resolved',
  ])
})

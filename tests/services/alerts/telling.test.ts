import { expect, test } from 'vitest'
import { acknowledgeIncidents } from '#lib/services/alerts/acknowledge-incidents'
import { saveAlertSettings } from '#lib/services/alerts/alert-settings'
import { savePolicy } from '#lib/services/alerts/save-policy'
import { snoozeIncidents } from '#lib/services/alerts/snooze-incidents'
import {
  addChannel,
  addRigs,
  incidents,
  live,
  MINUTE,
  NOON,
  newMine,
  outbox,
  type Process,
  SECOND,
  startProcess,
} from './watched-mine'

const HOT = { celsius: 90 }
const WARM = { celsius: 82 }

async function oneRig() {
  const { url, siteId, channelId } = await newMine()
  const mine = await startProcess(url, NOON)
  const [rigId = 0] = await addRigs(mine, siteId, 1)
  return { mine, rigId, url, siteId, channelId }
}

async function onlyIncident(mine: Process): Promise<number> {
  const [incident] = await incidents(mine)
  return incident?.id ?? 0
}

async function kinds(mine: Process) {
  return (await outbox(mine)).map(({ kind }) => kind)
}

test('who is first is told at once, who is next after the time set, and nobody further once it is acknowledged', async () => {
  const { mine, rigId, channelId: first } = await oneRig()
  const second = await addChannel(mine.database, { name: 'partner' })
  const third = await addChannel(mine.database, { name: 'everybody' })
  const steps = [
    { afterMs: 0, channelIds: [first] },
    { afterMs: 5 * MINUTE, channelIds: [second] },
    { afterMs: 10 * MINUTE, channelIds: [third] },
  ]
  const saved = await savePolicy(mine.database, { name: 'by turns', steps, scope: {}, leastSeverity: 'warning' })
  expect(saved).toMatchObject({ ok: true })
  await live(mine, [rigId], NOON, NOON + 2 * MINUTE, HOT)
  const told = await outbox(mine)
  expect(told).toMatchObject([{ kind: 'fired', channelId: first }])
  const saidMs = told[0]?.atMs ?? 0
  await live(mine, [rigId], NOON + 130 * SECOND, saidMs + 4 * MINUTE, HOT)
  expect(await outbox(mine)).toHaveLength(1)
  await live(mine, [rigId], saidMs + 4 * MINUTE + 10 * SECOND, saidMs + 6 * MINUTE, HOT)
  expect((await outbox(mine)).map(({ channelId }) => channelId)).toEqual([first, second])
  const done = await acknowledgeIncidents(mine, [await onlyIncident(mine)], 'Davy', saidMs + 6 * MINUTE)
  if (done.ok) mine.bus.publish(done.changes)
  await live(mine, [rigId], saidMs + 6 * MINUTE + 10 * SECOND, saidMs + 15 * MINUTE, HOT)
  expect(await outbox(mine)).toHaveLength(2)
  await live(mine, [rigId], saidMs + 15 * MINUTE + 10 * SECOND, saidMs + 19 * MINUTE)
  const ends = (await outbox(mine)).filter(({ kind }) => kind === 'resolved')
  expect(ends.map(({ channelId }) => channelId)).toEqual([first, second])
})

test('who is next counts from when somebody was told first, not from a night before', async () => {
  const { mine, rigId, channelId: first } = await oneRig()
  const second = await addChannel(mine.database, { name: 'partner' })
  const steps = [
    { afterMs: 0, channelIds: [first] },
    { afterMs: 5 * MINUTE, channelIds: [second] },
  ]
  await savePolicy(mine.database, { name: 'by turns', steps, scope: {}, leastSeverity: 'warning' })
  const quietHours = { fromMinute: 720, toMinute: 730, timeZone: 'UTC' }
  await saveAlertSettings(mine.database, { quietHours })
  await live(mine, [rigId], NOON, NOON + 12 * MINUTE, WARM)
  expect(await outbox(mine)).toMatchObject([{ channelId: first, severity: 'warning' }])
  await live(mine, [rigId], NOON + 12 * MINUTE + 10 * SECOND, NOON + 16 * MINUTE, WARM)
  expect(await outbox(mine)).toHaveLength(2)
})

test('an incident put off is told again when the time is over, and not before', async () => {
  const { mine, rigId } = await oneRig()
  await live(mine, [rigId], NOON, NOON + 3 * MINUTE, HOT)
  expect(await kinds(mine)).toEqual(['fired'])
  const untilMs = NOON + 8 * MINUTE
  const done = await snoozeIncidents(mine, [await onlyIncident(mine)], untilMs, 'Davy', NOON + 3 * MINUTE)
  if (done.ok) mine.bus.publish(done.changes)
  await live(mine, [rigId], NOON + 190 * SECOND, untilMs - 10 * SECOND, HOT)
  expect(await kinds(mine)).toEqual(['fired'])
  await live(mine, [rigId], untilMs, untilMs + 5 * MINUTE, HOT)
  expect(await kinds(mine)).toEqual(['fired', 'reminder'])
})

test('what was told in the evening and ended in the night is told over in the morning, across a restart', async () => {
  const { mine, rigId, url } = await oneRig()
  await saveAlertSettings(mine.database, { quietHours: { fromMinute: 724, toMinute: 740, timeZone: 'UTC' } })
  await live(mine, [rigId], NOON, NOON + 3 * MINUTE, WARM)
  expect(await kinds(mine)).toEqual(['fired'])
  await live(mine, [rigId], NOON + 250 * SECOND, NOON + 10 * MINUTE)
  expect(await incidents(mine)).toMatchObject([{ phase: 'resolved' }])
  expect(await kinds(mine)).toEqual(['fired'])
  await mine.die()
  const next = await startProcess(url, NOON + 11 * MINUTE)
  await live(next, [rigId], NOON + 11 * MINUTE, NOON + 21 * MINUTE)
  expect(await kinds(next)).toEqual(['fired', 'resolved'])
})

test('what began and ended in the night is told to nobody', async () => {
  const { mine, rigId } = await oneRig()
  await saveAlertSettings(mine.database, { quietHours: { fromMinute: 720, toMinute: 730, timeZone: 'UTC' } })
  await live(mine, [rigId], NOON, NOON + 4 * MINUTE, WARM)
  await live(mine, [rigId], NOON + 250 * SECOND, NOON + 15 * MINUTE)
  expect(await incidents(mine)).toMatchObject([{ phase: 'resolved' }])
  expect(await outbox(mine)).toEqual([])
})

test('what was acknowledged and is over is told anew when it comes back', async () => {
  const { mine, rigId } = await oneRig()
  await live(mine, [rigId], NOON, NOON + 3 * MINUTE, HOT)
  const done = await acknowledgeIncidents(mine, [await onlyIncident(mine)], 'Davy', NOON + 3 * MINUTE)
  if (done.ok) mine.bus.publish(done.changes)
  await live(mine, [rigId], NOON + 190 * SECOND, NOON + 7 * MINUTE)
  expect(await kinds(mine)).toEqual(['fired', 'resolved'])
  await live(mine, [rigId], NOON + 430 * SECOND, NOON + 10 * MINUTE, HOT)
  expect(await kinds(mine)).toEqual(['fired', 'resolved', 'fired'])
  expect(await incidents(mine)).toMatchObject([{ phase: 'firing', acknowledgedAtMs: null, flaps: 1 }])
})

test('rigs told in one message are told together that it got worse, and reminded of together', async () => {
  const { url, siteId } = await newMine()
  const mine = await startProcess(url, NOON)
  const rigIds = await addRigs(mine, siteId, 6)
  await saveAlertSettings(mine.database, { reminders: { firstMs: 10 * MINUTE, everyMs: 10 * MINUTE, most: 1 } })
  await live(mine, rigIds, NOON, NOON + 3 * MINUTE, WARM)
  expect(await outbox(mine)).toMatchObject([{ kind: 'group', title: expect.stringContaining('5 more') }])
  await live(mine, rigIds, NOON + 190 * SECOND, NOON + 6 * MINUTE, HOT)
  expect(await outbox(mine)).toMatchObject([
    { kind: 'group' },
    { kind: 'escalated', severity: 'critical', title: expect.stringContaining('5 more') },
  ])
  await live(mine, rigIds, NOON + 370 * SECOND, NOON + 20 * MINUTE, HOT)
  expect((await outbox(mine)).slice(2)).toMatchObject([{ kind: 'reminder', title: expect.stringContaining('5 more') }])
})

test('a channel that was added meanwhile is not told the end of what it never heard of', async () => {
  const { mine, rigId, channelId } = await oneRig()
  await live(mine, [rigId], NOON, NOON + 2 * MINUTE, HOT)
  const data = { name: 'new', kind: 'ntfy', settings: '{}', createdAtMs: BigInt(NOON + 3 * MINUTE) }
  await mine.database.channel.create({ data })
  mine.bus.publish([{ kind: 'alert-settings' }])
  await live(mine, [rigId], NOON + 130 * SECOND, NOON + 6 * MINUTE)
  expect((await outbox(mine)).map(({ kind, channelId: to }) => [kind, to])).toEqual([
    ['fired', channelId],
    ['resolved', channelId],
  ])
})

test('what came back is told with the beginning of this time, and its end with how bad it was', async () => {
  const { mine, rigId } = await oneRig()
  await live(mine, [rigId], NOON, NOON + 2 * MINUTE, HOT)
  await live(mine, [rigId], NOON + 130 * SECOND, NOON + 10 * MINUTE)
  await live(mine, [rigId], NOON + 610 * SECOND, NOON + 13 * MINUTE, HOT)
  await live(mine, [rigId], NOON + 790 * SECOND, NOON + 20 * MINUTE)
  const [, firstEnd, again, secondEnd] = await outbox(mine)
  expect(firstEnd?.lines.join(' ')).toContain('90 °C')
  expect(again?.lines.join(' ')).toContain('12:10')
  expect(secondEnd?.lines.join(' ')).toContain('From 23 Nov, 12:10')
})

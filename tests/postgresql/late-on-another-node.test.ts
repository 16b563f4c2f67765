import { expect, test, vi } from 'vitest'
import { hoursOf } from '#lib/db/hours'
import { announceRigs } from '#lib/services/announce-rigs'
import { closeHours } from '#lib/services/close-hours'
import { mendHours, mendSettledHours } from '#lib/services/mend-hours'
import { recordReadings } from '#lib/services/record-readings'
import { rememberLateHours } from '#lib/services/remember-hours'
import { gpuReading } from '../db/some-readings.ts'
import { openForTest, temporaryPostgresql } from '../db/temporary-database.ts'
import { firstSite, someRig } from '../services/money-mine.ts'
import { openNodeInProcess } from './node-in-process'

const HOUR = 3_600_000
const MINUTE = 60_000

/** Two nodes that tell each other nothing, as while Redis is away: one closes the hours, agents are on the other. */
async function nodesApart() {
  const url = await temporaryPostgresql()
  const database = await openForTest(url)
  const siteId = await firstSite(database)
  const rigIds = [await someRig(database, siteId, 'rig-1'), await someRig(database, siteId, 'rig-2')]
  await database.agent.create({ data: { id: 'agent-1', name: 'Shed', createdAtMs: 0n } })
  const [closing, other] = [await openNodeInProcess(url, database), await openNodeInProcess(url, database)]
  const agent = { id: 'agent-1', name: 'Shed', tokenId: 1, siteId }
  await announceRigs(other, agent, [{ key: 'rig-1' }, { key: 'rig-2' }], Date.now())
  const hourMs = Math.floor(Date.now() / HOUR) * HOUR - 3 * HOUR
  // Both were heard of in time.
  await closing.store.append(
    rigIds.map((rigId) => ({ rigId, receivedAtMs: hourMs + MINUTE, reading: gpuReading(hourMs + MINUTE) })),
  )
  await closeHours(closing)
  const report = (atMs: number, receivedAtMs = Date.now()) =>
    recordReadings(other, agent, [{ rig: 'rig-1', ...gpuReading(atMs) }], receivedAtMs)
  const readings = async () => (await hoursOf(database, rigIds[0] ?? 0, hourMs, hourMs + HOUR))[0]?.readings
  const remembered = async () =>
    (await database.jobCursor.findMany({ where: { name: { startsWith: 'late-' } } })).map(({ value }) => Number(value))
  return { rigIds, closing, other, hourMs, report, readings, remembered }
}

test('a late reading reaches its closed hour though the node that has it tells nobody', async () => {
  const { rigIds, closing, hourMs, report, readings, remembered } = await nodesApart()
  expect(await readings()).toBe(1)
  expect(await report(hourMs + 30 * MINUTE)).toMatchObject({ stored: 1 })
  // Not in the same minute, in which more of it may be on its way to the disk.
  expect(await mendSettledHours(closing)).toBe(0)
  const read = vi.spyOn(closing.store, 'scanHour')
  expect(await mendSettledHours(closing, Date.now() + 61_000)).toBe(1)
  expect(await readings()).toBe(2)
  // The other rig had nothing late, and is not looked at.
  expect(read.mock.calls.map(([, asked]) => asked)).toEqual([[rigIds[0]], [rigIds[0]]])
  expect(await remembered()).toEqual([])
})

test('a reading that came in time, and was committed when its hour was closed, reaches the hour', async () => {
  const { rigIds, closing, hourMs, report, readings, remembered } = await nodesApart()
  expect(await report(hourMs + 30 * MINUTE, hourMs + 30 * MINUTE)).toMatchObject({ stored: 1 })
  const read = vi.spyOn(closing.store, 'scanHour')
  expect(await mendSettledHours(closing, Date.now() + 61_000)).toBe(1)
  expect(await readings()).toBe(2)
  expect(read.mock.calls.map(([, asked]) => asked)).toEqual([[rigIds[0]], [rigIds[0]]])
  expect(await remembered()).toEqual([])
})

test('so does one whose node died before it could say that it was stored', async () => {
  const { rigIds, closing, other, hourMs, report, readings, remembered } = await nodesApart()
  const atMs = hourMs + 30 * MINUTE
  await other.store.append([{ rigId: rigIds[0] ?? 0, receivedAtMs: atMs, reading: gpuReading(atMs) }])
  // Nobody answered: the agent sends it again, and has to wait for the hour to be remembered.
  expect(await report(atMs)).toMatchObject({ stored: 0, duplicates: 1 })
  expect(await mendSettledHours(closing, Date.now() + 61_000)).toBe(1)
  expect(await readings()).toBe(2)
  expect(await remembered()).toEqual([])
})

test('what another node remembers while an hour is mended is mended the next time', async () => {
  const { closing, hourMs, report, readings, remembered } = await nodesApart()
  await report(hourMs + 30 * MINUTE)
  const { rigsReceivedAfter } = closing.store
  const laterMs = Date.now() + 30_000
  closing.store.rigsReceivedAfter = async (...asked) => {
    const rigIds = await rigsReceivedAfter(...asked)
    await rememberLateHours(closing, [hourMs], laterMs)
    return rigIds
  }
  expect(await mendSettledHours(closing, Date.now() + 61_000)).toBe(1)
  expect(await remembered()).toEqual([laterMs])
  closing.store.rigsReceivedAfter = rigsReceivedAfter
  await report(hourMs + 40 * MINUTE)
  expect(await mendSettledHours(closing, laterMs + 61_000)).toBe(1)
  expect(await readings()).toBe(3)
})

test('a node that was told mends at once, and leaves to the others what they remember', async () => {
  const { rigIds, closing, hourMs, report, readings, remembered } = await nodesApart()
  await report(hourMs + 30 * MINUTE)
  const reading = gpuReading(hourMs + 30 * MINUTE)
  await closing.fleet.follow([{ rigId: rigIds[0] ?? 0, receivedAtMs: Date.now(), reading }])
  expect(await mendHours(closing)).toBe(1)
  expect(await readings()).toBe(2)
  expect(await remembered()).toHaveLength(1)
})

test('readings that come for an hour for long have it remembered again and again', async () => {
  const { other, hourMs, remembered } = await nodesApart()
  const nowMs = Date.now()
  for (const afterMs of [0, 10_000, 19_999]) {
    await rememberLateHours(other, [hourMs], nowMs + afterMs)
    expect(await remembered()).toEqual([nowMs])
  }
  await rememberLateHours(other, [hourMs], nowMs + 20_000)
  expect(await remembered()).toEqual([nowMs + 20_000])
})

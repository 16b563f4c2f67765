import pino from 'pino'
import { expect, test, vi } from 'vitest'
import { SPAN_MS } from '#lib/db/block-span'
import { hoursOf } from '#lib/db/hours'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#lib/domain/units'
import { createCounters } from '#lib/services/counters'
import { rebuildHours } from '#lib/services/rebuild-hours'
import { recordReadings } from '#lib/services/record-readings'
import { ReadingKeeper } from '#lib/services/storage/reading-keeper'
import { saveRetention } from '#lib/services/storage/retention'
import { gpuReading, MIDNIGHT } from '../../db/some-readings.ts'
import { isOnPostgresql, openForTest, openStoreForTest, temporaryDatabase } from '../../db/temporary-database.ts'
import { openFleetForTest } from '../fleet-for-test'
import { firstSite, someRig } from '../money-mine.ts'

const GIB = 2 ** 30

async function keeping(disk = { freeBytes: 50 * GIB, totalBytes: 100 * GIB }) {
  const { url, folder } = await temporaryDatabase()
  const database = await openForTest(url)
  const store = await openStoreForTest(url)
  const log = pino({ level: 'silent' })
  const keeper = new ReadingKeeper({ database, store, log, folder, readDisk: async () => disk })
  const rigId = await someRig(database, await firstSite(database), 'aa')
  const append = (fromMs: number, toMs: number) =>
    store.append(
      Array.from({ length: (toMs - fromMs) / MINUTE_MS }, (_, minute) => {
        const at = fromMs + minute * MINUTE_MS
        return { rigId, receivedAtMs: at, reading: gpuReading(at) }
      }),
    )
  const kept = async () =>
    (await store.readRange(rigId, 0, Number.MAX_SAFE_INTEGER, { limit: 100_000 })).map(({ at }) => at)
  return { database, store, keeper, rigId, append, kept, disk }
}

test('readings are kept for 365 days, then removed; their hours stay and are final', async () => {
  const { database, store, keeper, rigId, append, kept } = await keeping()
  await append(MIDNIGHT, MIDNIGHT + 3 * SPAN_MS)
  await rebuildHours({ database, store }, MIDNIGHT, MIDNIGHT + 3 * SPAN_MS)
  const hours = await hoursOf(database, rigId, MIDNIGHT, MIDNIGHT + DAY_MS)
  expect(hours).toHaveLength(9)
  await keeper.tidy(MIDNIGHT + 365 * DAY_MS)
  expect(await kept()).toHaveLength(540)

  const laterMs = MIDNIGHT + 7 * HOUR_MS + 365 * DAY_MS
  await keeper.tidy(laterMs)
  const left = await kept()
  expect(left).toHaveLength(180)
  expect(left[0]).toBe(MIDNIGHT + 2 * SPAN_MS)
  await rebuildHours({ database, store }, MIDNIGHT, MIDNIGHT + 3 * SPAN_MS)
  expect(await hoursOf(database, rigId, MIDNIGHT, MIDNIGHT + DAY_MS)).toEqual(hours)
  expect(keeper.tooOld(MIDNIGHT, laterMs)).toMatch(/365 days/)
})

test('kept for ever, nothing is too old; but what was removed once stays final', async () => {
  const { database, keeper, append, kept } = await keeping()
  await append(MIDNIGHT, MIDNIGHT + HOUR_MS)
  await append(MIDNIGHT + 60 * DAY_MS, MIDNIGHT + 60 * DAY_MS + HOUR_MS)
  const nowMs = MIDNIGHT + 61 * DAY_MS
  await saveRetention(database, { days: 30 })
  await keeper.tidy(nowMs)
  expect(await kept()).toHaveLength(60)
  expect(keeper.tooOld(nowMs - 31 * DAY_MS, nowMs)).toMatch(/30 days/)
  await saveRetention(database, 'forever')
  await keeper.tidy(nowMs)
  expect(await kept()).toHaveLength(60)
  expect(keeper.tooOld(nowMs - 29 * DAY_MS, nowMs)).toBeUndefined()
  expect(keeper.tooOld(nowMs - 31 * DAY_MS, nowMs)).toMatch(/since 2026-12-/)
})

test('on a disk that is nearly full the oldest day goes, but never the last week, and nothing of PostgreSQL’s', async () => {
  const { keeper, append, kept, disk } = await keeping()
  for (const day of [0, 1, 8]) await append(MIDNIGHT + day * DAY_MS, MIDNIGHT + day * DAY_MS + HOUR_MS)
  const nowMs = MIDNIGHT + 9 * DAY_MS
  await keeper.tidy(nowMs)
  expect(keeper.room?.state).toBe('ample')
  disk.freeBytes = 15 * GIB
  await keeper.tidy(nowMs)
  expect(keeper.room?.state).toBe('tight')
  expect(await kept()).toHaveLength(180)
  disk.freeBytes = 9 * GIB
  await keeper.tidy(nowMs)
  await keeper.tidy(nowMs)
  expect(keeper.room?.state).toBe('pressed')
  if (isOnPostgresql()) {
    expect(await kept()).toHaveLength(180)
    return
  }
  const days = new Set((await kept()).map((at) => Math.floor((at - MIDNIGHT) / DAY_MS)))
  expect([...days]).toEqual([8])
  await keeper.tidy(nowMs)
  expect(await kept()).toHaveLength(60)
})

test('readings that cannot be packed keep nothing from being removed', async () => {
  const { store, keeper, append, kept } = await keeping()
  await append(MIDNIGHT, MIDNIGHT + HOUR_MS)
  vi.spyOn(store, 'sealReadings').mockRejectedValue(new Error('A block of readings is damaged'))
  await keeper.tidy(MIDNIGHT + 367 * DAY_MS)
  expect(await kept()).toEqual([])
})

test('with hardly any room left, readings are put off rather than taken, and taken again when there is room', async () => {
  const { database, store, keeper, disk } = await keeping()
  const fleet = await openFleetForTest({ database, store })
  const context = { database, store, fleet, keeper, log: pino({ level: 'silent' }), counters: createCounters() }
  const send = () => recordReadings(context, { id: 'a', name: 'Shed', tokenId: 1, siteId: 1 }, [{ rig: 1 }], MIDNIGHT)
  disk.freeBytes = 0.2 * GIB
  await keeper.refresh()
  expect(await send()).toMatchObject({ retryAfterMs: 60_000, reason: expect.stringContaining('disk') })
  disk.freeBytes = 20 * GIB
  await keeper.refresh()
  expect(await send()).toMatchObject({ stored: 0, rejected: [{ index: 0 }] })
})

test('how long readings are kept cannot be less than 30 days', async () => {
  const { database } = await keeping()
  expect(await saveRetention(database, { days: 7 })).toMatchObject({
    ok: false,
    problems: { days: expect.any(String) },
  })
})

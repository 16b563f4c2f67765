import { expect, test } from 'vitest'
import type { Database } from '#lib/db/database'
import { hoursOf } from '#lib/db/hours'
import { CLOSED_UNTIL, saveCursor } from '#lib/db/job-cursors'
import type { ReadingStore } from '#lib/db/reading-store'
import { insertRig } from '#lib/db/rigs'
import { siteSlots } from '#lib/db/site-slots'
import { insertSite, saveTariff } from '#lib/db/sites'
import { closedUntil, closeHours } from '#lib/services/close-hours'
import { NO_CLOSED_HOURS } from '#lib/services/closed-hours'
import { sumFleet } from '#lib/services/fleet-totals'
import { mendHours, mendRememberedHours } from '#lib/services/mend-hours'
import { rebuildHours } from '#lib/services/rebuild-hours'
import { recomputePast, resumeRecompute } from '#lib/services/recompute-past'
import { rememberLateHours } from '#lib/services/remember-hours'
import { seeRig } from '#lib/services/rig-row'
import { openForTest, openStoreForTest, temporaryDatabase } from '../db/temporary-database'
import { openFleetForTest } from '../services/fleet-for-test'
import { gpuReading } from './example-readings'

const HOUR = 3_600_000
const MINUTE = 60_000
const start = Date.UTC(2026, 10, 22, 10)

async function shed(seenByFleet = (database: Database) => database) {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const store = await openStoreForTest(url)
  const siteId = await insertSite(database, { name: 'Shed', timeZone: 'Europe/Vienna', createdAtMs: start - HOUR })
  await saveTariff(database, siteId, 0, { pricePerKwh: 0.1, windows: [], fixedPerMonth: 0, overheadPercent: 0 })
  const rigId = await insertRig(database, { key: 'rig-1', name: 'Rig 1', siteId, createdAtMs: start - HOUR })
  const fleet = await openFleetForTest({ database: seenByFleet(database), store }, start)
  const receive = async (at: number, receivedAtMs = at) => {
    const received = { rigId, receivedAtMs, reading: gpuReading(at, { intervalSeconds: 60 }) }
    await rememberLateHours({ database, fleet }, [Math.floor(at / HOUR) * HOUR])
    const [result] = await store.append([received])
    if (result === 'stored') fleet.observe([received])
  }
  return { database, store, fleet, siteId, rigId, receive }
}

test('an hour closed from memory equals the same hour made anew from its readings', async () => {
  const { database, store, fleet, rigId, receive } = await shed()
  for (let minute = 0; minute < 70; minute += 1) await receive(start + minute * MINUTE + 7_000)
  await closeHours({ database, store, fleet }, start + HOUR + 3 * MINUTE)
  expect(await closedUntil({ database })).toBe(start + HOUR)
  const [closed] = await hoursOf(database, rigId, start, start + HOUR)
  expect(closed?.readings).toBe(60)
  expect(closed?.seconds.reduce((sum, one) => sum + one, 0)).toBeCloseTo(3593, 6)
  // 1824 W, as reported: 1.824 kWh in an hour, less the first seven seconds.
  expect(closed?.energyWattHours.reduce((sum, one) => sum + one, 0)).toBeCloseTo((1824 * 3593) / 3600, 6)
  await rebuildHours({ database, store }, start, start + HOUR)
  expect(await hoursOf(database, rigId, start, start + HOUR)).toEqual([closed])
})

test('the fleet series knows what the hour cost, and its quarters add up to it', async () => {
  const { database, store, fleet, siteId, receive } = await shed()
  for (let minute = 0; minute < 62; minute += 1) await receive(start + minute * MINUTE)
  await closeHours({ database, store, fleet }, start + HOUR + 3 * MINUTE)
  const [hour] = await siteSlots(database, 3600, start, start + HOUR)
  const quarters = await siteSlots(database, 900, start, start + HOUR)
  expect(hour).toMatchObject({ siteId, rigs: 1, expectedSeconds: 3600, hashingSeconds: 3600 })
  // 1.824 kWh × 0.1
  expect(hour?.costNano).toBe(182_400_000n)
  expect(quarters.reduce((sum, quarter) => sum + (quarter.costNano ?? 0n), 0n)).toBe(182_400_000n)
  const { totals } = fleet.snapshot(start + HOUR + 3 * MINUTE)
  expect(totals.today.cost).toBeCloseTo(0.1824 + 0.1 * 1.824 * (2 / 60), 2)
})

test('a reading that comes an hour late lands in its own hour, and after a kill too', async () => {
  const { database, store, fleet, rigId, receive } = await shed()
  for (let minute = 0; minute < 30; minute += 1) await receive(start + minute * MINUTE)
  await closeHours({ database, store, fleet }, start + HOUR + 3 * MINUTE)
  const seconds = async () =>
    (await hoursOf(database, rigId, start, start + HOUR))[0]?.seconds.reduce((sum, one) => sum + one, 0)
  expect(await seconds()).toBeCloseTo(29 * 60 + 180, 6)

  await receive(start + 40 * MINUTE, start + HOUR + 50 * MINUTE)
  expect(await mendHours({ database, store, fleet }, start + HOUR + 50 * MINUTE)).toBe(1)
  expect(await seconds()).toBeCloseTo(29 * 60 + 180 + 180, 6)
  expect(await database.jobCursor.findMany({ where: { name: { startsWith: 'late-hour/' } } })).toEqual([])

  await receive(start + 50 * MINUTE, start + HOUR + 55 * MINUTE)
  // Killed here: what was in memory is gone, what was stored is not.
  await mendRememberedHours({ database, store }, fleet.hours.turn, start + 2 * HOUR)
  expect(await seconds()).toBeCloseTo(29 * 60 + 180 + 180 + 180, 6)
})

test('hours of a time when the server was down are closed at its next start', async () => {
  const { database, store, rigId, receive } = await shed()
  for (const minute of [0, 1, 2, 61, 62, 185]) await receive(start + minute * MINUTE)
  const nowMs = start + 4 * HOUR + 5 * MINUTE
  const fleet = await openFleetForTest({ database, store }, nowMs)
  expect(await closeHours({ database, store, fleet }, nowMs)).toBe(4)
  const hours = await hoursOf(database, rigId, start, nowMs)
  expect(hours.map((hour) => [(hour.hourMs - start) / HOUR, hour.readings])).toEqual([
    [0, 3],
    [1, 2],
    [3, 1],
  ])
  expect(await closeHours({ database, store, fleet }, nowMs)).toBe(0)
})

test('an hour that closes while late readings are being taken in has them all the same', async () => {
  const { database, store, fleet, rigId, receive } = await shed()
  for (let minute = 0; minute < 20; minute += 1) await receive(start + minute * MINUTE)
  await receive(start + 58 * MINUTE)
  await receive(start + 40 * MINUTE, start + 59 * MINUTE)
  let closing: Promise<number> | undefined
  const closingMeanwhile: ReadingStore = {
    ...store,
    scanHour: (hourMs, rigIds) => {
      closing ??= closeHours({ database, store, fleet }, start + HOUR + 3 * MINUTE)
      return store.scanHour(hourMs, rigIds)
    },
  }
  await mendHours({ database, store: closingMeanwhile, fleet }, start + 59 * MINUTE)
  expect(await closing).toBe(1)
  expect((await hoursOf(database, rigId, start, start + HOUR))[0]?.readings).toBe(22)
})

test('a reading on time that comes while its hour is being written is in the hour after the next mending', async () => {
  const { database, store, fleet, rigId, receive } = await shed()
  for (let minute = 0; minute < 59; minute += 1) await receive(start + minute * MINUTE)
  const nowMs = start + HOUR + 3 * MINUTE
  const receiving: ReadingStore = {
    ...store,
    saveHours: async (hours) => {
      await receive(start + 59.5 * MINUTE, nowMs)
      await store.saveHours(hours)
    },
  }
  await closeHours({ database, store: receiving, fleet }, nowMs)
  expect(await mendHours({ database, store, fleet }, nowMs)).toBe(1)
  expect((await hoursOf(database, rigId, start, start + HOUR))[0]?.readings).toBe(60)
})

test('hours that wait long to be closed are closed with all their readings', async () => {
  const { database, store, fleet, rigId, receive } = await shed()
  for (const minute of [0, 1, 2, 61, 62, 125, 126, 127, 181]) await receive(start + minute * MINUTE)
  expect(await closeHours({ database, store, fleet }, start + 3 * HOUR + 3 * MINUTE)).toBe(3)
  const hours = await hoursOf(database, rigId, start, start + 3 * HOUR)
  expect(hours.map(({ readings }) => readings)).toEqual([3, 2, 3])
})

test('a rig that was last seen before an hour was closed does not count that hour twice', async () => {
  const { fleet, rigId, receive } = await shed()
  for (const minute of [0, 1, 2, 3, 60, 61, 62]) await receive(start + minute * MINUTE)
  const nowMs = start + HOUR + 3 * MINUTE
  const view = {
    rates: fleet.rates,
    sites: fleet.sites,
    closedUntilMs: start,
    midnightMs: () => start - 10 * HOUR,
    closedToday: new Map(),
  }
  const rig = fleet.liveRig(rigId)
  const seen = rig ? [seeRig(rig, view, nowMs)] : []
  const costSince = (fromMs: number) =>
    sumFleet(seen, NO_CLOSED_HOURS, { fromMs, toMs: nowMs }, { perDay: 0, sinceClosed: 0 }).today.cost
  // 1.824 kW × 0.1 a kWh, for the six minutes the first hour knows of (the last word holds for three) and three more.
  expect(costSince(start)).toBeCloseTo((0.1824 * 9) / 60, 6)
  expect(costSince(start + HOUR)).toBeCloseTo((0.1824 * 3) / 60, 6)
})

test('a server that starts right after the hour tells today with the hour that is not closed yet', async () => {
  const { database, store, fleet, receive } = await shed()
  for (let minute = 0; minute < 60; minute += 1) await receive(start + minute * MINUTE)
  await saveCursor(database, CLOSED_UNTIL, start)
  const nowMs = start + HOUR + MINUTE
  const again = await openFleetForTest({ database, store }, nowMs)
  const cost = again.snapshot(nowMs).totals.today.cost
  expect(cost).toBeCloseTo((0.1824 * 61) / 60, 6)
  expect(fleet.snapshot(nowMs).totals.today.cost).toBe(cost)
})

test('late readings are tried again after a failure to take them in', async () => {
  const { database, store, fleet, rigId, receive } = await shed()
  for (let minute = 0; minute < 20; minute += 1) await receive(start + minute * MINUTE)
  await closeHours({ database, store, fleet }, start + HOUR + 3 * MINUTE)
  await receive(start + 40 * MINUTE, start + HOUR + 10 * MINUTE)
  const failing: ReadingStore = { ...store, scanHour: () => Promise.reject(new Error('the disk is away')) }
  await expect(mendHours({ database, store: failing, fleet }, start + HOUR + 10 * MINUTE)).rejects.toThrow('away')
  expect(await mendHours({ database, store, fleet }, start + HOUR + 10 * MINUTE)).toBe(1)
  expect((await hoursOf(database, rigId, start, start + HOUR))[0]?.readings).toBe(21)
  expect(await database.jobCursor.findMany({ where: { name: { startsWith: 'late-hour/' } } })).toEqual([])
})

test('a power correction that says how it always was holds for the open hour too', async () => {
  const { database, store, fleet, rigId, receive } = await shed()
  for (let minute = 0; minute < 50; minute += 1) await receive(start + minute * MINUTE)
  await database.powerCorrection.create({ data: { rigId, fromMs: 0n, fixedWatts: 2000 } })
  await fleet.refresh([{ kind: 'rig', rigId }], start + 50 * MINUTE)
  const recompute = { what: 'hours' as const, fromMs: start - HOUR, toMs: start, rigIds: [rigId] }
  await recomputePast({ database, store, fleet }, recompute, start + 50 * MINUTE)
  await mendHours({ database, store, fleet }, start + 50 * MINUTE)
  expect(fleet.liveRig(rigId)?.hourAt(start, start + 50 * MINUTE)?.powerWatts).toMatchObject({ min: 2000, max: 2000 })
})

test('history that a killed server had still to make anew is made anew at the next start', async () => {
  const { database, store, fleet, rigId, receive } = await shed()
  for (let minute = 0; minute < 65; minute += 1) await receive(start + minute * MINUTE)
  const nowMs = start + HOUR + 5 * MINUTE
  await closeHours({ database, store, fleet }, nowMs)
  await database.powerCorrection.create({ data: { rigId, fromMs: 0n, fixedWatts: 2000 } })
  await fleet.refresh([{ kind: 'rig', rigId }], nowMs)
  const dying: ReadingStore = { ...store, saveHours: () => Promise.reject(new Error('killed')) }
  const recompute = { what: 'hours' as const, fromMs: start - HOUR, toMs: start + HOUR, rigIds: [rigId] }
  await expect(recomputePast({ database, store: dying, fleet }, recompute, nowMs)).rejects.toThrow('killed')
  await resumeRecompute({ database, store, fleet }, nowMs)
  expect((await hoursOf(database, rigId, start, start + HOUR))[0]?.powerWatts?.mean).toBe(2000)
  expect(await database.jobCursor.findMany({ where: { name: { startsWith: 'recompute/' } } })).toEqual([])
})

test('a correction from a moment within the open hour holds when the hour is closed', async () => {
  const { database, store, fleet, rigId, receive } = await shed()
  for (let minute = 0; minute < 60; minute += 1) await receive(start + minute * MINUTE)
  await database.powerCorrection.create({ data: { rigId, fromMs: BigInt(start + 30 * MINUTE), fixedWatts: 2000 } })
  await fleet.refresh([{ kind: 'rig', rigId }], start + HOUR)
  await closeHours({ database, store, fleet }, start + HOUR + 3 * MINUTE)
  const [closed] = await hoursOf(database, rigId, start, start + HOUR)
  expect(closed?.energyWattHours.map(Math.round)).toEqual([456, 456, 500, 500])
})

/** Sums that take their time, as those of a large fleet or of a database over the network. */
function withSlowSums(database: Database): Database {
  return new Proxy(database, {
    get: (target, name) => {
      if (name !== '$queryRaw') return Reflect.get(target, name)
      return async (...asked: unknown[]) => {
        await new Promise((resolve) => setTimeout(resolve, 5))
        return Reflect.apply(target.$queryRaw, target, asked)
      }
    },
  })
}

test('while an hour is being closed, today is never told without it', async () => {
  const { database, store, fleet, receive } = await shed(withSlowSums)
  for (let minute = 0; minute < 62; minute += 1) await receive(start + minute * MINUTE)
  const nowMs = start + HOUR + 3 * MINUTE
  const told: (number | undefined)[] = []
  let closed = false
  const closing = closeHours({ database, store, fleet }, nowMs).finally(() => {
    closed = true
  })
  while (!closed) {
    told.push(fleet.snapshot(nowMs).totals.today.cost)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await closing
  expect(told.length).toBeGreaterThan(10)
  for (const cost of told) expect(cost).toBeCloseTo(0.1824 + 0.1 * 1.824 * (3 / 60), 2)
})

test('a rig that is announced while all settings are read again stays', async () => {
  const { database, fleet, siteId } = await shed()
  const reading = fleet.refresh([{ kind: 'rigs' }])
  const rigId = await insertRig(database, { key: 'rig-2', name: 'Rig 2', siteId, createdAtMs: start })
  await fleet.reloadRigs([rigId])
  await reading
  expect(fleet.rigSettings(rigId)?.name).toBe('Rig 2')
  expect(fleet.writers.rigNamed('rig-2')).toBe(rigId)
})

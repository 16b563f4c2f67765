import { expect, test } from 'vitest'
import type { Database } from '#lib/db/database'
import { saveNetworks, savePrices } from '#lib/db/rates'
import type { ReadingStore } from '#lib/db/reading-store'
import type { LedgerEntry } from '#lib/domain/ledger/entry'
import { changeSite } from '#lib/services/change-site'
import { changeTariff } from '#lib/services/change-tariff'
import { fillLedger } from '#lib/services/ledger/fill-ledger'
import { auditHours } from '#lib/services/ledger/ledger-hours'
import { recordEntries } from '#lib/services/ledger/record-entries'
import { sumLedger } from '#lib/services/ledger/sum-ledger'
import { revalueHours } from '#lib/services/rebuild-hours'
import { recomputePast, resumeRecompute } from '#lib/services/recompute-past'
import { openForTest, openStoreForTest, temporaryDatabase } from '../db/temporary-database'
import { openFleetForTest } from './fleet-for-test'
import { FLAT, firstSite, fullHour, someRig } from './money-mine.ts'

const HOUR = 3_600_000
const day = Date.UTC(2026, 10, 22)
const november = { level: 'month' as const, fromPeriod: 202611, toPeriod: 202611 }

async function barn(timeZone = 'UTC') {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const store = await openStoreForTest(url)
  const siteId = await firstSite(database, timeZone)
  const rigId = await someRig(database, siteId)
  await rates(database)
  return { database, store, siteId, rigId }
}

async function rates(database: Database, price = 90_000) {
  const of = { hourMs: day - HOUR, source: 'typed in a test', observedAtMs: day - HOUR }
  await savePrices(database, [{ coin: 'BTC', currency: 'USD', price, ...of }])
  await saveNetworks(database, [{ coin: 'BTC', difficulty: 1.5e14, rewardPerBlock: 3.15, ...of }])
}

async function closed({ database, store }: { database: Database; store: ReadingStore }, fromMs: number, toMs: number) {
  await revalueHours({ database, store }, fromMs, toMs, { reason: 'closed', nowMs: toMs + 60_000 })
}

function hours(rigId: number, count: number, fromMs = day) {
  return Array.from({ length: count }, (_, index) => fullHour(rigId, fromMs + index * HOUR))
}

test('a closed hour stands in exact amounts with what it was valued with', async () => {
  const { database, store, rigId, siteId } = await barn()
  await store.saveHours(hours(rigId, 1))
  await closed({ database, store }, day, day + HOUR)
  const [hour] = await auditHours(database, { subject: `rig:${rigId}`, fromMs: day, toMs: day + HOUR })
  // 9e16 hashes ÷ (1.5e14 × 2³²) × 3.15 coins less 1 % a quarter-hour; at 90,000 dollars each.
  expect(hour?.quarters[0].lines).toEqual([
    {
      payer: 'pool',
      coin: 'BTC',
      algorithm: 'sha256d',
      coinPico: 435649n,
      revenueNano: 39208448n,
      workMs: 900_000,
      unvaluedMs: 0,
    },
  ])
  expect(hour).toMatchObject({
    version: 1,
    reason: 'closed',
    energyMilliWh: 3_000_000n,
    revenueNano: 4n * 39208448n,
    costNano: 300_000_000n,
    before: [],
    basis: {
      lines: [{ algorithm: 'sha256d', payer: 'pool', coin: 'BTC', price: 90_000, priceSource: 'typed in a test' }],
      energy: [{ pricePerKwh: 0.1 }],
    },
  })
  expect(hour?.quarters.every((quarter) => quarter.siteId === siteId)).toBe(true)
})

test('closing an hour again writes nothing, so that an interrupted run is simply done again', async () => {
  const { database, store, rigId } = await barn()
  await store.saveHours(hours(rigId, 3))
  await closed({ database, store }, day, day + 3 * HOUR)
  const before = await sumLedger(database, { ...november, groupBy: ['subject', 'coin'] })
  await closed({ database, store }, day, day + 3 * HOUR)
  expect(await sumLedger(database, { ...november, groupBy: ['subject', 'coin'] })).toEqual(before)
  expect(await database.ledgerSuperseded.count()).toBe(0)
  expect(await database.ledgerHour.count()).toBe(3)
  expect(await database.ledgerBasis.count()).toBe(1)
})

test('a correction is a new version with its reason, and the old one stays readable', async () => {
  const { database, store, rigId } = await barn()
  await store.saveHours(hours(rigId, 2))
  await closed({ database, store }, day, day + 2 * HOUR)
  await rates(database, 80_000)
  await revalueHours({ database, store }, day, day + HOUR, { reason: 'rates changed', nowMs: day + 9 * HOUR })
  const [corrected, untouched] = await auditHours(database, {
    subject: `rig:${rigId}`,
    fromMs: day,
    toMs: day + 2 * HOUR,
  })
  expect(corrected).toMatchObject({ version: 2, reason: 'rates changed', closedAtMs: day + 9 * HOUR })
  expect(corrected?.before).toMatchObject([
    { version: 1, reason: 'closed', supersededAtMs: day + 9 * HOUR, revenueNano: 4n * 39208448n },
  ])
  expect(untouched).toMatchObject({ version: 1, before: [] })
  const [month] = await sumLedger(database, { ...november, groupBy: [] })
  expect(month?.revenueNano).toBe((corrected?.revenueNano ?? 0n) + (untouched?.revenueNano ?? 0n))
})

test('a price that is taken away leaves revenue unknown, not 0, in the hour, the day and the month', async () => {
  const { database, store, rigId } = await barn()
  await store.saveHours(hours(rigId, 1))
  await closed({ database, store }, day, day + HOUR)
  await database.coinPrice.deleteMany()
  await revalueHours({ database, store }, day, day + HOUR, { reason: 'rates changed', nowMs: day + 2 * HOUR })
  for (const level of ['day', 'month'] as const) {
    const [sum] = await sumLedger(database, {
      level,
      fromPeriod: 0,
      toPeriod: 99_999_999,
      groupBy: ['coin'],
      filter: { coins: ['BTC'] },
    })
    expect(sum).toMatchObject({ coin: 'BTC', coinPico: 4n * 435649n, unvaluedMs: 3_600_000 })
    expect(sum).not.toHaveProperty('revenueNano')
  }
})

test('a day in Kolkata begins inside an hour of UTC', async () => {
  const { database, store, rigId } = await barn('Asia/Kolkata')
  // Midnight there is 18:30 UTC.
  await store.saveHours(hours(rigId, 1, day + 18 * HOUR))
  await closed({ database, store }, day + 18 * HOUR, day + 19 * HOUR)
  const days = await sumLedger(database, {
    level: 'day',
    fromPeriod: 20261101,
    toPeriod: 20261130,
    groupBy: ['period'],
  })
  expect(days).toMatchObject([
    { period: 20261122, energyMilliWh: 1_500_000n, seenMs: 1_800_000 },
    { period: 20261123, energyMilliWh: 1_500_000n, seenMs: 1_800_000 },
  ])
})

test('what a site costs by the month stands under the site, and a tariff without it corrects that', async () => {
  const { database, store, siteId } = await barn()
  await changeTariff(database, { siteId, tariff: { ...FLAT, fixedPerMonth: 720 }, fromMs: 0 }, day)
  await closed({ database, store }, day, day + HOUR)
  const query = { ...november, groupBy: ['subject' as const] }
  // 720 a month of 30 days: 1 an hour.
  expect(await sumLedger(database, query)).toMatchObject([{ subject: `site:${siteId}`, costNano: 1_000_000_000n }])
  await changeTariff(database, { siteId, tariff: FLAT, fromMs: 0 }, day + HOUR)
  await revalueHours({ database, store }, day, day + HOUR, { reason: 'tariff changed', nowMs: day + 2 * HOUR })
  expect(await sumLedger(database, query)).toEqual([])
  const [hour] = await auditHours(database, { subject: `site:${siteId}`, fromMs: day, toMs: day + HOUR })
  expect(hour).toMatchObject({ version: 2, reason: 'tariff changed', before: [{ costNano: 1_000_000_000n }] })
})

test('another time zone moves hours to other days without another version', async () => {
  const { database, store, siteId, rigId } = await barn()
  await store.saveHours(hours(rigId, 24))
  await closed({ database, store }, day, day + 24 * HOUR)
  const fleet = await fleetOf(database, store, day + 24 * HOUR)
  const saved = await changeSite(database, { siteId, timeZone: 'Europe/Vienna' }, day + 25 * HOUR)
  if (!saved.ok || !saved.recompute) throw new Error('Nothing was to recompute.')
  await recomputePast({ database, store, fleet }, saved.recompute, day + 25 * HOUR)
  const days = await sumLedger(database, {
    level: 'day',
    fromPeriod: 20261101,
    toPeriod: 20261130,
    groupBy: ['period'],
  })
  expect(days).toMatchObject([
    { period: 20261122, seenMs: 23 * HOUR },
    { period: 20261123, seenMs: HOUR },
  ])
  expect(await database.ledgerSuperseded.count()).toBe(0)
})

test('a recompute that was killed is resumed with its own reason, and leaves one version', async () => {
  const { database, store, rigId } = await barn()
  await store.saveHours(hours(rigId, 3))
  await closed({ database, store }, day, day + 3 * HOUR)
  const fleet = await fleetOf(database, store, day + 3 * HOUR)
  await rates(database, 80_000)
  let commits = 0
  const dying: ReadingStore = {
    ...store,
    saveLedger: async (batch) => {
      const receipt = await store.saveLedger(batch)
      commits += 1
      if (commits === 1) throw new Error('killed after the commit')
      return receipt
    },
  }
  const nowMs = day + 5 * HOUR
  const recompute = { what: 'money', reason: 'rates changed', fromMs: day, toMs: nowMs } as const
  await expect(recomputePast({ database, store: dying, fleet }, recompute, nowMs)).rejects.toThrow('killed')
  await resumeRecompute({ database, store, fleet }, nowMs + HOUR)
  const audited = await auditHours(database, { subject: `rig:${rigId}`, fromMs: day, toMs: nowMs })
  expect(audited.map(({ version, reason }) => ({ version, reason }))).toEqual(
    Array.from({ length: 3 }, () => ({ version: 2, reason: 'rates changed' })),
  )
  expect(await database.jobCursor.count({ where: { name: { startsWith: 'recompute/' } } })).toBe(0)
})

test('hours from before the ledger are filled in by small steps, once, and a killed server goes on', async () => {
  const { database, store, rigId } = await barn()
  await store.saveHours([...hours(rigId, 30), ...hours(rigId, 1, day + 60 * HOUR)])
  const fleet = await fleetOf(database, store, day + 61 * HOUR)
  const nowMs = day + 62 * HOUR
  await fillLedger({ database, store, fleet }, nowMs)
  expect(await database.ledgerHour.count()).toBe(24)
  const dying: ReadingStore = { ...store, saveLedger: () => Promise.reject(new Error('killed')) }
  await expect(fillLedger({ database, store: dying, fleet }, nowMs)).rejects.toThrow('killed')
  while (await fillLedger({ database, store, fleet }, nowMs)) {
    // The next step.
  }
  expect(await database.ledgerHour.count({ where: { version: 1, reason: 'closed' } })).toBe(31)
  expect(await fillLedger({ database, store, fleet }, nowMs)).toBeUndefined()
})

test('a rented contract is booked and summed like a rig, by the days of the first site', async () => {
  const { database, store } = await barn('Asia/Kolkata')
  const quarter = (index: number) => ({
    siteId: 0,
    lines: [
      {
        payer: 'nicehash',
        coin: 'BTC',
        algorithm: 'sha256d',
        coinPico: 5n,
        revenueNano: 7n,
        workMs: 900_000,
        unvaluedMs: 0,
      },
    ],
    costNano: BigInt(index),
    energyMilliWh: 0n,
    seenMs: 0,
    unpoweredMs: 0,
  })
  const entry: LedgerEntry = {
    ...{ subject: 'contract:3', hourMs: day + 18 * HOUR, currency: 'USD', basis: { feePerDay: 0.05 } },
    quarters: [quarter(0), quarter(1), quarter(2), quarter(3)],
  }
  expect(await recordEntries({ database, store }, [entry], 'closed', day)).toEqual({ created: 1, corrected: 0 })
  expect(await recordEntries({ database, store }, [entry], 'closed', day)).toEqual({ created: 0, corrected: 0 })
  const sums = await sumLedger(database, { level: 'day', fromPeriod: 0, toPeriod: 99_999_999, groupBy: ['period'] })
  expect(sums).toMatchObject([
    { period: 20261122, revenueNano: 14n, costNano: 1n },
    { period: 20261123, revenueNano: 14n, costNano: 5n },
  ])
})

test('rigs that become one keep one ledger; an hour both had is superseded, never counted twice', async () => {
  const { database, store, siteId, rigId } = await barn()
  const other = await someRig(database, siteId)
  await store.saveHours([...hours(rigId, 1), ...hours(other, 2)])
  await closed({ database, store }, day, day + 2 * HOUR)
  const moved = await store.moveHistory(other, rigId)
  expect(moved.hoursMs).toContain(day)
  await revalueHours({ database, store }, day, day + 2 * HOUR, { reason: 'rigs merged', nowMs: day + 3 * HOUR })
  const audited = await auditHours(database, { subject: `rig:${rigId}`, fromMs: day, toMs: day + 2 * HOUR })
  expect(audited).toMatchObject([
    { version: 2, reason: 'rigs merged', energyMilliWh: 6_000_000n },
    { version: 1, reason: 'closed', energyMilliWh: 3_000_000n },
  ])
  expect(await sumLedger(database, { ...november, groupBy: ['subject'] })).toMatchObject([
    { subject: `rig:${rigId}`, energyMilliWh: 9_000_000n },
  ])
  expect(await database.ledgerSuperseded.findMany({ where: { subject: `rig:${other}` } })).toHaveLength(1)
})

async function fleetOf(database: Database, store: ReadingStore, closedUntilMs: number) {
  await database.jobCursor.create({ data: { name: 'hours-closed-until', value: BigInt(closedUntilMs) } })
  return openFleetForTest({ database, store }, closedUntilMs)
}

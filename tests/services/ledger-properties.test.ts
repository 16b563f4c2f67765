import fc from 'fast-check'
import { expect, test } from 'vitest'
import { saveNetworks, savePrices } from '#lib/db/rates'
import { siteSlots } from '#lib/db/site-slots'
import type { RigHour } from '#lib/domain/rollup'
import { closeHours } from '#lib/services/close-hours'
import { auditHours } from '#lib/services/ledger/ledger-hours'
import { type LedgerGroup, type LedgerSum, sumLedger } from '#lib/services/ledger/sum-ledger'
import { mendHours } from '#lib/services/mend-hours'
import { rebuildHours, revalueHours } from '#lib/services/rebuild-hours'
import { rememberLateHours } from '#lib/services/remember-hours'
import { openForTest, openStoreForTest, temporaryDatabase } from '../db/temporary-database'
import { gpuReading } from '../live/example-readings'
import { openFleetForTest } from './fleet-for-test'
import { anotherSite, FLAT, firstSite, someRig } from './money-mine.ts'

const HOUR = 3_600_000
const MINUTE = 60_000
// The clocks of New York go back on 1 November 2026: a day of 25 hours, and the end of a month before it.
const begin = Date.UTC(2026, 9, 31, 16)
const NIGHT = { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 22 * 60, toMinute: 6 * 60 + 30, pricePerKwh: 0.0731 }
const TARIFF = { ...FLAT, windows: [NIGHT], fixedPerMonth: 123.45, overheadPercent: 3 }

async function mine(zones: readonly string[], currency: string) {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const store = await openStoreForTest(url)
  const siteIds = [await firstSite(database, zones[0], TARIFF), await anotherSite(database, 'Loft', zones[1] ?? 'UTC')]
  await database.setting.updateMany({ where: { name: 'currency' }, data: { value: JSON.stringify(currency) } })
  const rigIds: number[] = []
  for (const siteId of [siteIds[0], siteIds[1], siteIds[0]]) rigIds.push(await someRig(database, siteId ?? 0))
  const seen = { hourMs: begin - HOUR, source: 'typed in a test', observedAtMs: begin - HOUR }
  await savePrices(database, [
    ...['USD', 'VND'].map((quote) => ({
      coin: 'LTC',
      currency: quote,
      price: quote === 'USD' ? 71.37 : 1.9e6,
      ...seen,
    })),
    ...['USD', 'VND'].map((quote) => ({
      coin: 'BTC',
      currency: quote,
      price: quote === 'USD' ? 91_234.5 : 2.4e9,
      ...seen,
    })),
  ])
  await saveNetworks(database, [
    { coin: 'LTC', difficulty: 9.1e7, rewardPerBlock: 6.26, ...seen },
    { coin: 'DOGE', difficulty: 4.4e7, rewardPerBlock: 10_000, ...seen },
    { coin: 'BTC', difficulty: 1.5e14, rewardPerBlock: 3.15, ...seen },
  ])
  // The third rig moves within an hour.
  const moves = { rigId: rigIds[2] ?? 0, fromMs: BigInt(begin + 2 * HOUR + 30 * MINUTE), siteId: siteIds[1] ?? 0 }
  await database.rigPlacement.create({ data: moves })
  return { database, store, rigIds }
}

const quarters = (most: number) =>
  fc.tuple(...Array.from({ length: 4 }, () => fc.double({ min: 0, max: most, noNaN: true }))) as fc.Arbitrary<
    [number, number, number, number]
  >
const anHour = fc
  .record({
    rig: fc.nat(2),
    hour: fc.nat(35),
    algorithm: fc.constantFrom('sha256d', 'scrypt'),
    hashes: quarters(9e16),
    energy: quarters(900),
    power: fc.boolean(),
  })
  .map(({ rig, hour, algorithm, hashes, energy, power }) => ({
    rig,
    hour: {
      ...{ hourMs: begin + hour * HOUR, readings: 60, seconds: [900, 900, 900, 900] },
      poweredSeconds: power ? [900, 900, 900, 900] : [0, 0, 0, 0],
      energyWattHours: power ? energy : [0, 0, 0, 0],
      ...{ hashingSeconds: 3600, pausedSeconds: 0 },
      work: [{ algorithm, hashes, seconds: 3600, accepted: 0, rejected: 0, stale: 0 }],
    } satisfies RigHour,
  }))

const WHOLE = { fromPeriod: 0, toPeriod: 99_999_999 }

test('parts sum to totals to the last unit, however grouped, and agree with the fleet series', {
  timeout: 120_000,
}, async () => {
  const given = fc.record({
    hours: fc.uniqueArray(anHour, {
      minLength: 3,
      maxLength: 12,
      selector: ({ rig, hour }) => `${rig}/${hour.hourMs}`,
    }),
    first: fc.array(anHour, { maxLength: 4 }),
    zones: fc.constantFrom(
      ['Asia/Kolkata', 'America/New_York'],
      ['America/New_York', 'Asia/Kathmandu'],
      ['UTC', 'Europe/Berlin'],
    ),
    currency: fc.constantFrom('USD', 'VND'),
  })
  await fc.assert(
    fc.asyncProperty(given, async ({ hours, first, zones, currency }) => {
      const { database, store, rigIds } = await mine(zones, currency)
      // What is closed first is wrong for some hours, and is corrected by what is known in the end.
      for (const known of [[...hours, ...first], hours]) {
        await store.saveHours(known.map(({ rig, hour }) => ({ ...hour, rigId: rigIds[rig] ?? 0 })))
        await revalueHours({ database, store }, begin, begin + 36 * HOUR, {
          reason: 'late readings',
          nowMs: begin + 40 * HOUR,
        })
      }
      const [total] = await sumLedger(database, { level: 'month', ...WHOLE, groupBy: [] })
      if (total) expect(total.currency).toBe(currency)
      const groupings: LedgerGroup[][] = [
        ['period'],
        ['subject'],
        ['site'],
        ['coin'],
        ['payer'],
        ['period', 'subject', 'site', 'coin', 'payer'],
      ]
      for (const level of ['day', 'month'] as const) {
        for (const groupBy of groupings) {
          expect(amounts(await sumLedger(database, { level, ...WHOLE, groupBy }))).toEqual(
            amounts(total ? [total] : []),
          )
        }
      }
      const slots = await siteSlots(database, 900, begin, begin + 36 * HOUR)
      expect(amounts(total ? [total] : [])).toMatchObject({
        revenueNano: sum(slots.map(({ revenueNano }) => revenueNano)),
        costNano: sum(slots.map(({ costNano }) => costNano)),
      })
      // The days as if nothing had ever been corrected.
      const standing = await sumLedger(database, {
        level: 'day',
        ...WHOLE,
        groupBy: ['period', 'subject', 'site', 'coin', 'payer'],
      })
      for (const subject of [...rigIds.map((id) => `rig:${id}`), 'site:1']) await store.sumLedgerAgain(subject)
      expect(
        await sumLedger(database, { level: 'day', ...WHOLE, groupBy: ['period', 'subject', 'site', 'coin', 'payer'] }),
      ).toEqual(standing)
    }),
    { numRuns: 6 },
  )
})

function amounts(sums: LedgerSum[]) {
  return {
    revenueNano: sum(sums.map(({ revenueNano }) => revenueNano)),
    costNano: sum(sums.map(({ costNano }) => costNano)),
    energyMilliWh: sum(sums.map(({ energyMilliWh }) => energyMilliWh)),
    seenMs: sums.reduce((all, { seenMs }) => all + seenMs, 0),
    unvaluedMs: sums.reduce((all, { unvaluedMs }) => all + unvaluedMs, 0),
    unpoweredMs: sums.reduce((all, { unpoweredMs }) => all + unpoweredMs, 0),
  }
}

function sum(values: (bigint | undefined)[]): bigint | undefined {
  return values.reduce<bigint | undefined>((all, one) => (one === undefined ? all : (all ?? 0n) + one), undefined)
}

test('late readings lead to the same ledger as punctual ones, and say that they were late', async () => {
  const start = Date.UTC(2026, 10, 22, 10)
  const minutes = Array.from({ length: 130 }, (_, index) => index)
  const late = (minute: number) => minute % 7 === 3 || (minute > 20 && minute < 50)
  const open = async () => {
    const { url } = await temporaryDatabase()
    const database = await openForTest(url)
    const store = await openStoreForTest(url)
    const rigId = await someRig(database, await firstSite(database, 'Europe/Vienna'))
    const fleet = await openFleetForTest({ database, store }, start)
    const receive = async (minute: number) => {
      const reading = gpuReading(start + minute * MINUTE, { intervalSeconds: 60 })
      const received = { rigId, receivedAtMs: start + 3 * HOUR, reading }
      await rememberLateHours({ database, fleet }, [Math.floor(reading.at / HOUR) * HOUR])
      if ((await store.append([received]))[0] === 'stored') fleet.observe([received])
    }
    return { database, store, fleet, receive, subject: `rig:${rigId}` }
  }
  const punctual = await open()
  for (const minute of minutes) await punctual.receive(minute)
  await closeHours(punctual, start + 2 * HOUR + 3 * MINUTE)
  const behind = await open()
  for (const minute of minutes.filter((one) => !late(one))) await behind.receive(minute)
  await closeHours(behind, start + 2 * HOUR + 3 * MINUTE)
  for (const minute of minutes.filter(late).reverse()) await behind.receive(minute)
  await mendHours(behind, start + 2 * HOUR + 10 * MINUTE)

  const span = { fromMs: start, toMs: start + 2 * HOUR }
  const hoursOf = (one: typeof behind) => auditHours(one.database, { subject: one.subject, ...span })
  const figures = async (one: typeof behind) =>
    (await hoursOf(one)).map(({ quarters, revenueNano, costNano }) => ({ quarters, revenueNano, costNano }))
  expect(await figures(behind)).toEqual(await figures(punctual))
  const byDay = { level: 'day', ...WHOLE, groupBy: ['period', 'subject', 'coin'] } as const
  expect(await sumLedger(behind.database, byDay)).toEqual(await sumLedger(punctual.database, byDay))
  const [corrected] = await hoursOf(behind)
  expect(corrected).toMatchObject({ reason: 'late readings', before: [{ version: 1, reason: 'closed' }] })
  expect((await hoursOf(punctual)).every(({ version }) => version === 1)).toBe(true)
  await rebuildHours(punctual, span.fromMs, span.toMs)
  expect((await hoursOf(punctual)).every(({ version }) => version === 1)).toBe(true)
})

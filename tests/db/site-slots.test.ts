import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SiteSlotRow, SiteWorkSlotRow } from '#lib/db/reading-store'
import { chartSlots, siteSlots, siteWorkSlots, sumSiteSlots, sumSiteWork } from '#lib/db/site-slots'
import { MIDNIGHT } from './some-readings.ts'
import { openForTest, openStoreForTest, temporaryDatabase } from './temporary-database.ts'

const QUARTER = 900_000

async function opened() {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  for (const name of ['Barn', 'Shed']) await database.site.create({ data: { name, timeZone: 'UTC', createdAtMs: 0n } })
  return { store: await openStoreForTest(url), database }
}

const slot = (siteId: number, index: number, change: Partial<SiteSlotRow> = {}): SiteSlotRow => ({
  siteId,
  levelSeconds: 900,
  slotMs: MIDNIGHT + index * QUARTER,
  rigs: 2,
  seconds: 1800,
  hashingSeconds: 1700,
  pausedSeconds: 50,
  expectedSeconds: 1800,
  poweredSeconds: 1800,
  energyWh: 1500.5,
  workSeconds: 1800,
  unvaluedSeconds: 0,
  unpoweredSeconds: 0,
  uncostedSeconds: 0,
  ...change,
})

const work = (siteId: number, index: number, coin: string, coinAmount?: number): SiteWorkSlotRow => ({
  siteId,
  levelSeconds: 900,
  slotMs: MIDNIGHT + index * QUARTER,
  algorithm: 'scrypt',
  coin,
  hashes: 1e12,
  seconds: 1800,
  ...(coinAmount === undefined ? {} : { coinAmount }),
})

test('slots come back as they were saved, and saving one again replaces it with all its work', async () => {
  const { store, database } = await opened()
  const slots = [slot(1, 0, { revenueNano: 9_007_199_254_740_993n, costNano: -5n }), slot(1, 1), slot(2, 0)]
  await store.saveSiteSlots(slots, [work(1, 0, 'DOGE', 0.5), work(1, 0, 'LTC'), work(2, 0, 'LTC', 0.25)])
  expect(await siteSlots(database, 900, MIDNIGHT, MIDNIGHT + QUARTER)).toEqual([slots[0], slots[2]])
  expect(await siteSlots(database, 900, MIDNIGHT, MIDNIGHT + 2 * QUARTER, [1])).toEqual([slots[0], slots[1]])
  expect(await siteSlots(database, 3600, MIDNIGHT, MIDNIGHT + QUARTER)).toEqual([])

  await store.saveSiteSlots([slot(1, 0, { rigs: 3 })], [work(1, 0, 'LTC', 0.75)])
  expect(await siteSlots(database, 900, MIDNIGHT, MIDNIGHT + QUARTER, [1])).toEqual([slot(1, 0, { rigs: 3 })])
  expect(await siteWorkSlots(database, 900, MIDNIGHT, MIDNIGHT + QUARTER)).toEqual([
    work(1, 0, 'LTC', 0.75),
    work(2, 0, 'LTC', 0.25),
  ])
})

test('work of a slot that is not given with it is refused, and nothing of the call is kept', async () => {
  const { store, database } = await opened()
  await expect(store.saveSiteSlots([slot(1, 0)], [work(1, 1, 'LTC')])).rejects.toThrow('but not the slot itself')
  expect(await siteSlots(database, 900, 0, Number.MAX_SAFE_INTEGER)).toEqual([])
})

test('periods are summed by site, with money exact beyond 64 bits and absent where none was valued', async () => {
  const { store, database } = await opened()
  const most = 9_223_372_036_854_775_807n
  await store.saveSiteSlots(
    [
      slot(1, 0, { revenueNano: most, costNano: 1n }),
      slot(1, 1, { revenueNano: most, costNano: -3n }),
      slot(1, 2, { revenueNano: 7n }),
      slot(2, 1),
      slot(2, 3, { costNano: 5n }),
    ],
    [work(1, 0, 'LTC', 0.5), work(1, 1, 'LTC', 0.25), work(1, 1, 'DOGE'), work(2, 1, 'LTC', 1)],
  )
  const halves = [
    { fromMs: MIDNIGHT, toMs: MIDNIGHT + 2 * QUARTER },
    { fromMs: MIDNIGHT + 2 * QUARTER, toMs: MIDNIGHT + 4 * QUARTER },
  ]
  const sums = await sumSiteSlots(database, 900, halves)
  expect(
    sums.map(({ period, siteId, slots, energyWh, revenueNano, costNano }) => ({
      period,
      siteId,
      slots,
      energyWh,
      revenueNano,
      costNano,
    })),
  ).toEqual([
    { period: 0, siteId: 1, slots: 2, energyWh: 3001, revenueNano: 2n * most, costNano: -2n },
    { period: 0, siteId: 2, slots: 1, energyWh: 1500.5, revenueNano: undefined, costNano: undefined },
    { period: 1, siteId: 1, slots: 1, energyWh: 1500.5, revenueNano: 7n, costNano: undefined },
    { period: 1, siteId: 2, slots: 1, energyWh: 1500.5, revenueNano: undefined, costNano: 5n },
  ])
  expect((await sumSiteSlots(database, 900, halves, [2])).map(({ siteId }) => siteId)).toEqual([2, 2])
  expect(await sumSiteWork(database, 900, halves, [1])).toEqual([
    { period: 0, siteId: 1, algorithm: 'scrypt', coin: 'DOGE', hashes: 1e12, seconds: 1800 },
    { period: 0, siteId: 1, algorithm: 'scrypt', coin: 'LTC', hashes: 2e12, seconds: 3600, coinAmount: 0.75 },
  ])
})

test('a chart’s slots sum exactly what their quarter-hours of all sites, or one, were saved with', async () => {
  const { store, database } = await opened()
  const nano = fc.option(fc.bigInt({ min: -(2n ** 62n), max: 2n ** 63n - 1n }), { nil: undefined })
  const saved = fc.record({
    siteId: fc.constantFrom(1, 2),
    index: fc.nat(7),
    revenue: nano,
    cost: nano,
    wattHours: fc.nat(5000),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(saved, { selector: ({ siteId, index }) => `${siteId}/${index}` }),
      fc.constantFrom(1, 2, 3, 8),
      fc.constantFrom(undefined, 1),
      async (rows, quarters, siteId) => {
        await database.siteSlot.deleteMany()
        const slots = rows.map(({ siteId, index, revenue, cost, wattHours }) =>
          slot(siteId, index, {
            energyWh: wattHours / 8,
            ...(revenue === undefined ? {} : { revenueNano: revenue }),
            ...(cost === undefined ? {} : { costNano: cost }),
          }),
        )
        await store.saveSiteSlots(slots, [])
        const stepMs = quarters * QUARTER
        const span = { fromMs: MIDNIGHT, toMs: MIDNIGHT + 8 * QUARTER, stepSeconds: stepMs / 1000, siteId }
        const charted = await chartSlots(database, 900, span)

        const shown = slots.filter((each) => siteId === undefined || each.siteId === siteId)
        const starts = new Set(shown.map(({ slotMs }) => Math.floor(slotMs / stepMs) * stepMs))
        const expected = [...starts].sort().map((slotMs) => {
          const parts = shown.filter((each) => Math.floor(each.slotMs / stepMs) * stepMs === slotMs)
          const sum = (pick: (part: SiteSlotRow) => bigint | undefined) =>
            parts.map(pick).reduce((all, one) => (one === undefined ? all : (all ?? 0n) + one), undefined)
          return {
            slotMs,
            energyWh: parts.reduce((all, { energyWh }) => all + energyWh, 0),
            poweredSeconds: parts.length * 1800,
            revenueNano: sum(({ revenueNano }) => revenueNano),
            costNano: sum(({ costNano }) => costNano),
          }
        })
        expect(charted.sort((one, other) => one.slotMs - other.slotMs)).toEqual(expected)
      },
    ),
    { numRuns: 40 },
  )
})

import { expect, test } from 'vitest'
import { addMeterQuarters } from '#lib/db/meter-quarters'
import { auditHours } from '#lib/services/ledger/ledger-hours'
import { sumLedger } from '#lib/services/ledger/sum-ledger'
import { revalueHours } from '#lib/services/rebuild-hours'
import { openForTest, openStoreForTest, temporaryDatabase } from '../../db/temporary-database'
import { FLAT, firstSite, fullHour, someRig } from '../money-mine.ts'

const HOUR = 3_600_000
const QUARTER = 900_000
const day = Date.UTC(2026, 10, 22)
const november = { level: 'month' as const, fromPeriod: 202611, toPeriod: 202611, groupBy: [] }

async function meteredBarn(fixedPerMonth = 0) {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const store = await openStoreForTest(url)
  // The percentage is not added where a meter speaks.
  const tariff = { ...FLAT, fixedPerMonth, overheadPercent: 20, siteEnergy: 'meter' as const }
  const siteId = await firstSite(database, 'UTC', tariff)
  const rigId = await someRig(database, siteId)
  await store.saveHours([fullHour(rigId, day)])
  const close = (reason: 'closed' | 'late readings' = 'closed', rigIds?: number[]) =>
    revalueHours({ database, store }, day, day + HOUR, { reason, nowMs: day + 2 * HOUR, ...(rigIds ? { rigIds } : {}) })
  const entry = async () => {
    const [hour] = await auditHours(database, { subject: `site:${siteId}`, fromMs: day, toMs: day + HOUR })
    return hour
  }
  return { database, store, siteId, rigId, close, entry }
}

function counted(energyWh: number, seconds = 900) {
  return [0, 1, 2, 3].map((index) => ({ quarterMs: day + index * QUARTER, energyWh, seconds }))
}

test('a site is charged exactly what its meter counted beside the rigs', async () => {
  const { database, siteId, close, entry } = await meteredBarn()
  await addMeterQuarters(database, siteId, counted(900))
  await close()
  const hour = await entry()
  // 900 Wh less 750 Wh of the rig, four times, at 0.1 dollars a kWh.
  expect(hour).toMatchObject({ energyMilliWh: 600_000n, costNano: 60_000_000n })
  expect(hour?.basis.meter).toMatchObject([
    { quarterMs: day, meterWh: 900, meterSeconds: 900, rigsMilliWh: '750000', extraMilliWh: '150000' },
    ...[{}, {}, {}],
  ])
  const [month] = await sumLedger(database, november)
  expect(month).toMatchObject({ energyMilliWh: 3_600_000n, costNano: 360_000_000n })
  const slots = await database.siteSlot.findMany({ where: { siteId, levelSeconds: 3600 } })
  expect(slots).toMatchObject([{ energyWh: 3600, costNano: 360_000_000n }])
})

test('fixed charges of the month stand beside what the meter adds', async () => {
  const { database, siteId, close, entry } = await meteredBarn(72)
  await addMeterQuarters(database, siteId, counted(900))
  await close()
  // 72 dollars over the 720 hours of November.
  expect(await entry()).toMatchObject({ costNano: 160_000_000n })
})

test('where the meter knew too little nothing is charged, and the time stands as unknown', async () => {
  const { database, siteId, close, entry } = await meteredBarn()
  await addMeterQuarters(database, siteId, counted(500, 500))
  await close()
  const hour = await entry()
  expect(hour?.costNano).toBeUndefined()
  expect(hour?.quarters.map(({ unpoweredMs }) => unpoweredMs)).toEqual([QUARTER, QUARTER, QUARTER, QUARTER])
  const slots = await database.siteSlot.findMany({ where: { siteId, levelSeconds: 3600 } })
  expect(slots).toMatchObject([{ energyWh: 3000, costNano: 300_000_000n, unpoweredSeconds: 3600 }])
})

test('a late figure of a rig alters what is left for the site, so that both are what the meter says', async () => {
  const { database, store, siteId, rigId, close, entry } = await meteredBarn()
  await addMeterQuarters(database, siteId, counted(900))
  await close()
  await store.saveHours([{ ...fullHour(rigId, day), energyWattHours: [800, 800, 800, 800] }])
  await close('late readings', [rigId])
  expect(await entry()).toMatchObject({ version: 2, energyMilliWh: 400_000n, costNano: 40_000_000n })
  expect(await sumLedger(database, november)).toMatchObject([{ energyMilliWh: 3_600_000n, costNano: 360_000_000n }])
})

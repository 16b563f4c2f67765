import { expect, test } from 'vitest'
import { rigRecords } from '#lib/db/inventory'
import { editRigs } from '#lib/services/edit-rigs'
import { importInventory, previewInventory } from '#lib/services/import-inventory'
import { exportInventory } from '#lib/services/inventory-csv'
import { openForTest, temporaryDatabase } from '../db/temporary-database.ts'
import { anotherSite, FLAT, firstSite, someRig } from './money-mine.ts'

const NOW = Date.UTC(2026, 10, 22, 10)

async function barn() {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const siteId = await firstSite(database)
  const rigId = await someRig(database, siteId, 'a4:bb:6d:01:02:03')
  return { database, siteId, rigId }
}

const FILE = `﻿MAC,Name,Site,Row,Rack,Position,Tags,Coin,Pool fee percent,Overhead watts,Supply efficiency,Purchase price,Purchased on
A4-BB-6D-01-02-03,Anna,Barn,2,R7,14,"hydro; spare parts",BCH,0.5,20,0.92,1999.5,2025-03-01
a4bb6d010204,"=cmd|' /C calc'!A0",Cellar,,,,,,,,,,
`

test('a file names, places, tags and corrects rigs, and adds those that have not reported yet', async () => {
  const { database, rigId } = await barn()
  const cellar = await anotherSite(database, 'Cellar', 'UTC', FLAT)
  const done = await importInventory(database, { csv: FILE }, NOW)
  expect(done).toMatchObject({ ok: true, changed: 1, added: 1, leftOut: 0 })
  const [anna, added] = await rigRecords(database)
  expect(anna).toMatchObject({
    ...{ id: rigId, name: 'Anna', row: '2', rack: 'R7', position: '14', tags: ['hydro', 'spare parts'] },
    ...{ purchasePrice: 1999.5, purchasedOn: '2025-03-01' },
  })
  // The past keeps its assumption and its uncorrected watts.
  expect(anna?.assignments.map(({ coin, assumed, fromMs }) => [coin, assumed, fromMs])).toEqual([
    ['BTC', true, 0],
    ['BCH', false, NOW],
  ])
  expect(anna?.corrections).toEqual([{ fromMs: 0 }, { fromMs: NOW, overheadWatts: 20, supplyEfficiency: 0.92 }])
  expect(added).toMatchObject({ keys: ['a4:bb:6d:01:02:04'], placements: [{ siteId: cellar }] })
})

test('what is exported is taken back without a change, and runs in no spreadsheet', async () => {
  const { database } = await barn()
  await anotherSite(database, 'Cellar', 'UTC', FLAT)
  await importInventory(database, { csv: FILE }, NOW)
  const before = await rigRecords(database)
  const csv = await exportInventory(database)
  expect(csv).toContain(`"'=cmd|`)
  expect(await previewInventory(database, csv)).toMatchObject({ changing: 0, unchanged: 2, refused: 0 })
  expect(await importInventory(database, { csv }, NOW + 1)).toMatchObject({
    ok: true,
    changes: [],
    changed: 0,
    added: 0,
  })
  expect(await rigRecords(database)).toEqual(before)
})

test('one bad row and nothing is taken; each is named by its line', async () => {
  const { database } = await barn()
  const before = await rigRecords(database)
  const csv = [
    'mac,name,site,coin,pool_fee_percent,supply_efficiency,purchased_on,colour',
    'a4:bb:6d:01:02:03,Good,,,,,,red',
    'a4:bb:6d:01:02:03,Twice,,,,,,',
    ',Nameless,,,,,,',
    'k1,A,Nowhere,,,,,',
    'k2,B,,ETH,,,,',
    'k3,C,,BTC,none,,,',
    'k4,D,,,,92,,',
    'k5,E,,,,,22.11.2026,',
    'k6,F,,NiceHash,,,,',
  ].join('\n')
  const preview = await previewInventory(database, csv)
  expect(preview).toMatchObject({ ok: true, changing: 1, refused: 8, unknownColumns: ['colour'] })
  const done = await importInventory(database, { csv }, NOW)
  expect(done).toMatchObject({
    ok: false,
    problems: {
      'line 3': expect.stringContaining('line 2'),
      'line 4': expect.stringContaining('mac'),
      'line 5': expect.stringContaining('Nowhere'),
      'line 6': expect.stringContaining('Merge'),
      'line 7': expect.stringContaining('not a number'),
      'line 8': expect.stringContaining('0.92'),
      'line 9': expect.stringContaining('2026-11-22'),
      'line 10': expect.stringContaining('NiceHash'),
    },
  })
  expect(await rigRecords(database)).toEqual(before)
  expect(await importInventory(database, { csv, leaveOutBad: true }, NOW)).toMatchObject({ changed: 1, leftOut: 8 })
  expect((await rigRecords(database)).map(({ name }) => name)).toEqual(['Good'])
})

test('rigs are changed in bulk in one commit, or not at all', async () => {
  const { database, siteId, rigId } = await barn()
  const other = await someRig(database, siteId)
  const gone = await editRigs(database, { rigIds: [rigId, 999], change: { lifecycle: 'sold' } }, NOW)
  expect(gone).toMatchObject({ ok: false })
  const rigIds = [rigId, other]
  await editRigs(database, { rigIds, change: { lifecycle: 'repair', addTags: ['loud'] } }, NOW)
  for (const rig of await rigRecords(database)) {
    expect(rig.tags).toEqual(['loud'])
    expect(rig.lifecycles.map(({ lifecycle, fromMs }) => [lifecycle, fromMs])).toEqual([
      ['active', 0],
      ['repair', NOW],
    ])
  }
  expect(await editRigs(database, { rigIds, change: { name: 'Both' } }, NOW)).toMatchObject({
    problems: { name: expect.any(String) },
  })
})

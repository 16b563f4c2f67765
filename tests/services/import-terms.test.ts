import { expect, test } from 'vitest'
import { listCloudContracts } from '#lib/db/cloud-contracts'
import { listHashOrders } from '#lib/db/hash-orders'
import { importTerms, previewOfTerms } from '#lib/services/contracts/import-terms'
import { describeTerms } from '#lib/services/contracts/terms-csv'
import { openForTest, temporaryDatabase } from '../db/temporary-database.ts'
import { firstSite } from './money-mine.ts'

const NOW = Date.UTC(2026, 10, 20)

const CONTRACTS = `Contract,Provider,Algorithm,Coin,Hash rate,Starts,Ends,Fee,Paid
Home 10,Genesis Mining,sha256d,BTC,10 TH/s,01.03.2026,,"0,14","1.234,50"
Home 20,Genesis Mining,sha256d,BTC,20,01.03.2026,,0.14,900
Wrong,Genesis Mining,sha256d,ETC,20 TH/s,01.03.2026,,0.14,900
`

const ORDERS = `Order id,Name,Algorithm,Coin,Spent,Start
a-1,Evening,sha256d,BTC,0.005,2026-03-01 18:00
a-2,,sha256d,BTC,many,2026-03-02
`

async function installation() {
  const database = await openForTest((await temporaryDatabase()).url)
  return { database, siteId: await firstSite(database), currency: 'USD' }
}

test('contracts of a file are taken in once, and each refused line says why', async () => {
  const { database, ...given } = await installation()
  const { guess } = describeTerms(CONTRACTS, 'contracts')
  const form = { kind: 'contracts' as const, csv: CONTRACTS, mapping: { columns: guess }, ...given }
  expect(await importTerms(database, form, NOW)).toMatchObject({
    ...{ ok: true, added: 1, known: 0 },
    refusals: [
      { line: 3, reason: '"20" is no hash rate with its unit, such as 10 TH/s' },
      { line: 4, reason: expect.stringContaining('ETC') },
    ],
  })
  expect(await listCloudContracts(database)).toMatchObject([
    {
      ...{ name: 'Home 10', hashesPerSecond: 1e13, startsAtMs: Date.UTC(2026, 2, 1) },
      ...{ fee: { perUnitDay: 0.14, currency: 'USD' }, paid: { nano: 1_234_500_000_000n, currency: 'USD' } },
    },
  ])
  expect(await importTerms(database, form, NOW)).toMatchObject({ added: 0, known: 1 })
  expect(await listCloudContracts(database)).toHaveLength(1)
})

test('orders of a file are taken in once, by the marketplace’s own name', async () => {
  const { database, ...given } = await installation()
  const { guess } = describeTerms(ORDERS, 'orders')
  const form = { kind: 'orders' as const, csv: ORDERS, mapping: { columns: guess }, ...given }
  expect(await importTerms(database, form, NOW)).toMatchObject({
    ...{ ok: true, added: 1 },
    refusals: [{ line: 3, reason: '"many" is no amount' }],
  })
  await importTerms(database, form, NOW)
  expect(await listHashOrders(database)).toMatchObject([
    { name: 'Evening', externalId: 'a-1', spentPico: 5_000_000_000n, startsAtMs: Date.UTC(2026, 2, 1, 18) },
  ])
})

test('a later file says what an order has spent since, and orders of one name and moment are told apart by their ids', async () => {
  const { database, ...given } = await installation()
  const head = 'Order id,Name,Algorithm,Coin,Spent,Start,End\n'
  const take = (csv: string) =>
    importTerms(
      database,
      { kind: 'orders', csv, mapping: { columns: describeTerms(csv, 'orders').guess }, ...given },
      NOW,
    )
  const early = `${head}a-1,Evening,sha256d,BTC,0.005,2026-03-01 18:00,\nb-2,Evening,sha256d,BTC,0.002,2026-03-01 18:00,\n`
  expect(await take(early)).toMatchObject({ added: 2, known: 0 })
  const late = `${head}a-1,Evening,sha256d,BTC,0.009,2026-03-01 18:00,2026-03-03 18:00\n`
  expect(await take(late)).toMatchObject({ added: 0, known: 0, changed: 1 })
  expect(await take(late)).toMatchObject({ added: 0, known: 1, changed: 0 })
  expect(await listHashOrders(database)).toMatchObject([
    { externalId: 'b-2', spentPico: 2_000_000_000n },
    { externalId: 'a-1', spentPico: 9_000_000_000n, endsAtMs: Date.UTC(2026, 2, 3, 18) },
  ])
})

test('of several lines of one order the last one counts, each time that the file is taken', async () => {
  const { database, ...given } = await installation()
  const csv = `Order id,Name,Algorithm,Coin,Spent,Start
a-1,Evening,sha256d,BTC,0.005,2026-03-01 18:00
a-1,Evening,sha256d,BTC,0.009,2026-03-01 18:00
`
  const form = { kind: 'orders' as const, csv, mapping: { columns: describeTerms(csv, 'orders').guess }, ...given }
  for (let time = 1; time <= 3; time++) {
    expect(await importTerms(database, form, NOW)).toMatchObject({ ok: true, refusals: [] })
    expect(await listHashOrders(database)).toMatchObject([{ externalId: 'a-1', spentPico: 9_000_000_000n }])
  }
})

const DEARER = `Contract,Provider,Algorithm,Coin,Hash rate,Starts,Ends,Fee,Paid
Home 10,Genesis Mining,sha256d,BTC,12 TH/s,01.03.2026,,"0,14",1500
`
const DIFFERS = [
  {
    line: 2,
    words: 'hash rate is 10 TH/s here and 12 TH/s in the file; paid is 1234.5 USD here and 1500 USD in the file',
  },
]

test('a contract of the same name and start with other terms is left and told, never dropped without a word', async () => {
  const { database, ...given } = await installation()
  const { guess } = describeTerms(CONTRACTS, 'contracts')
  const form = { kind: 'contracts' as const, mapping: { columns: guess }, ...given }
  await importTerms(database, { ...form, csv: CONTRACTS }, NOW)
  expect(await previewOfTerms(database, { ...form, csv: DEARER })).toMatchObject({ ok: true, differing: DIFFERS })
  expect(await importTerms(database, { ...form, csv: DEARER }, NOW)).toMatchObject({
    ...{ added: 0, known: 0, changed: 0, differing: DIFFERS },
  })
  expect(await listCloudContracts(database)).toMatchObject([{ hashesPerSecond: 1e13 }])
})

test('it may change the one that is there, which keeps what the file does not tell', async () => {
  const { database, ...given } = await installation()
  const { guess } = describeTerms(CONTRACTS, 'contracts')
  const form = { kind: 'contracts' as const, mapping: { columns: guess }, ...given }
  await importTerms(database, { ...form, csv: CONTRACTS }, NOW)
  const rule = { consecutiveDaysBelowFee: 0, graceDays: 60 }
  await database.cloudContract.updateMany({ data: { rule: JSON.stringify(rule), notes: 'from the fair' } })
  const changing = { ...form, csv: DEARER, differing: 'change' as const }
  expect(await importTerms(database, changing, NOW)).toMatchObject({ added: 0, changed: 1, differing: [] })
  expect(await listCloudContracts(database)).toMatchObject([
    { hashesPerSecond: 1.2e13, paid: { nano: 1_500_000_000_000n }, rule, notes: 'from the fair' },
  ])
  expect(await importTerms(database, changing, NOW)).toMatchObject({ added: 0, changed: 0, known: 1 })
})

test('or be a second one, which the same file then knows', async () => {
  const { database, ...given } = await installation()
  const { guess } = describeTerms(CONTRACTS, 'contracts')
  const form = { kind: 'contracts' as const, mapping: { columns: guess }, ...given }
  await importTerms(database, { ...form, csv: CONTRACTS }, NOW)
  const adding = { ...form, csv: DEARER, differing: 'add' as const }
  expect(await importTerms(database, adding, NOW)).toMatchObject({ added: 1, changed: 0 })
  expect(await importTerms(database, adding, NOW)).toMatchObject({ added: 0, known: 1 })
  expect((await listCloudContracts(database)).map(({ hashesPerSecond }) => hashesPerSecond)).toEqual([1e13, 1.2e13])
})

test('an order without an id that spent something else is told too, and may be changed', async () => {
  const { database, ...given } = await installation()
  const head = 'Name,Algorithm,Coin,Spent,Start\n'
  const { guess } = describeTerms(head, 'orders')
  const form = { kind: 'orders' as const, mapping: { columns: guess }, ...given }
  const line = (spent: string) => `${head}Evening,sha256d,BTC,${spent},2026-03-01\n`
  await importTerms(database, { ...form, csv: line('0.005') }, NOW)
  expect(await importTerms(database, { ...form, csv: line('0.006') }, NOW)).toMatchObject({
    differing: [{ line: 2, words: 'spent is 0.005 BTC here and 0.006 BTC in the file' }],
  })
  expect(await importTerms(database, { ...form, csv: line('0.006'), differing: 'change' }, NOW)).toMatchObject({
    changed: 1,
  })
  expect(await listHashOrders(database)).toMatchObject([{ spentPico: 6_000_000_000n }])
})

test('a preview counts what will happen, by what is done with the line that differs', async () => {
  const { database, ...given } = await installation()
  const { guess } = describeTerms(CONTRACTS, 'contracts')
  const form = { kind: 'contracts' as const, mapping: { columns: guess }, ...given }
  const preview = async (csv: string) => {
    const told = await previewOfTerms(database, { ...form, csv })
    if (!told.ok) throw new Error(JSON.stringify(told.problems))
    return told.outcomes
  }
  expect((await preview(CONTRACTS)).leave).toEqual({ taken: 1, known: 0, left: 0, refused: 2 })
  expect(await listCloudContracts(database)).toEqual([])
  await importTerms(database, { ...form, csv: CONTRACTS }, NOW)
  expect((await preview(CONTRACTS)).leave).toEqual({ taken: 0, known: 1, left: 0, refused: 2 })
  const dearer = await preview(DEARER)
  expect(dearer).toEqual({
    leave: { taken: 0, known: 0, left: 1, refused: 0 },
    change: { taken: 1, known: 0, left: 0, refused: 0 },
    add: { taken: 1, known: 0, left: 0, refused: 0 },
  })
  for (const differing of ['leave', 'change'] as const) {
    const told = await importTerms(database, { ...form, csv: DEARER, differing }, NOW)
    if (!told.ok) throw new Error(JSON.stringify(told.problems))
    expect(told.added + told.changed).toBe(dearer[differing].taken)
  }
})

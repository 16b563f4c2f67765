import { expect, test } from 'vitest'
import { rigRecords } from '#lib/db/inventory'
import { fromNano } from '#lib/domain/money'
import { editRigs } from '#lib/services/edit-rigs'
import { importInventory } from '#lib/services/import-inventory'
import { investmentsOf } from '#lib/services/investment/investments-of'
import { deleteInvestment, saveInvestment } from '#lib/services/investment/save-investment'
import { mergeRigs } from '#lib/services/merge-rigs'
import { RigWriters } from '#lib/services/rig-writers'
import { openForTest, openStoreForTest, temporaryDatabase } from '../db/temporary-database.ts'
import { firstSite, someRig } from './money-mine.ts'

const NOW = Date.UTC(2026, 10, 22, 12)

async function barn(timeZone = 'Europe/Berlin') {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const siteId = await firstSite(database, timeZone)
  const rigId = await someRig(database, siteId, 'a4:bb:6d:01:02:03')
  const subject = `rig:${rigId}`
  const paid = async () =>
    (await investmentsOf(database, NOW)).map((each) => [
      each.subject,
      each.kind,
      `${fromNano(each.amountNano)} ${each.currency}`,
      new Date(each.atMs).toISOString(),
    ])
  const words = async () => {
    const [rig] = await rigRecords(database, [rigId])
    return [rig?.purchasePrice, rig?.purchasedOn]
  }
  return { url, database, siteId, rigId, subject, paid, words }
}

const bought = { kind: 'purchase', amount: 2400, currency: 'USD', date: '2026-03-01' } as const

test('price and day of an inventory file are the first purchase, however often it is imported', async () => {
  const { database, subject, paid } = await barn()
  const csv = 'mac,purchase_price,purchased_on\na4:bb:6d:01:02:03,1999.5,2025-03-01'
  const once = [[subject, 'purchase', '1999.5 USD', '2025-02-28T23:00:00.000Z']]
  await importInventory(database, { csv }, NOW)
  expect(await paid()).toEqual(once)
  await importInventory(database, { csv }, NOW + 1)
  expect(await paid()).toEqual(once)
})

test('a repair or a second purchase stands beside the price in the words, which counts once', async () => {
  const { database, rigId, subject, paid, words } = await barn()
  await editRigs(database, { rigIds: [rigId], change: { purchasePrice: 2000, purchasedOn: '2026-01-10' } }, NOW)
  await saveInvestment(database, { ...bought, subject, kind: 'repair', amount: 80 }, NOW)
  await saveInvestment(database, { ...bought, subject, amount: 300, date: '2026-05-01' }, NOW)
  expect(await paid()).toEqual([
    [subject, 'purchase', '2000 USD', '2026-01-09T23:00:00.000Z'],
    [subject, 'repair', '80 USD', '2026-02-28T23:00:00.000Z'],
    [subject, 'purchase', '300 USD', '2026-04-30T22:00:00.000Z'],
  ])
  expect(await words()).toEqual([2000, '2026-01-10'])
})

test('the first purchase is one thing, whether it is changed here, on the rig or by a file', async () => {
  const { database, rigId, subject, paid, words } = await barn()
  await saveInvestment(database, { ...bought, subject, writeOffMonths: 24, residual: 200 }, NOW)
  expect(await words()).toEqual([2400, '2026-03-01'])
  await editRigs(database, { rigIds: [rigId], change: { purchasePrice: 2500, purchasedOn: '2026-03-01' } }, NOW)
  expect(await paid()).toEqual([[subject, 'purchase', '2500 USD', '2026-02-28T23:00:00.000Z']])
  const csv = 'mac,purchase_price,purchased_on\na4:bb:6d:01:02:03,2600,2026-03-02'
  await importInventory(database, { csv }, NOW)
  const [entry] = await investmentsOf(database, NOW, subject)
  expect(entry).toMatchObject({ amountNano: 2_600_000_000_000n, writeOffMonths: 24, residualNano: 200_000_000_000n })
  expect(await paid()).toHaveLength(1)
  await editRigs(database, { rigIds: [rigId], change: { purchasePrice: null, purchasedOn: null } }, NOW)
  expect(await paid()).toEqual([])
  expect(await words()).toEqual([undefined, undefined])
})

test('what is told among the words gets a write-off, and is taken out, like any other entry', async () => {
  const { database, rigId, subject, paid, words } = await barn()
  await editRigs(database, { rigIds: [rigId], change: { purchasePrice: 2000, purchasedOn: '2026-01-10' } }, NOW)
  await saveInvestment(database, { ...bought, subject, inWords: true, writeOffMonths: 36 }, NOW)
  expect(await paid()).toEqual([[subject, 'purchase', '2400 USD', '2026-02-28T23:00:00.000Z']])
  const [entry] = await investmentsOf(database, NOW, subject)
  await deleteInvestment(database, { id: entry?.id ?? 0 }, NOW)
  expect([await paid(), await words()]).toEqual([[], [undefined, undefined]])
  expect(await deleteInvestment(database, { id: entry?.id ?? 0 }, NOW)).toMatchObject({ ok: false })
})

test('a purchase in another currency keeps it, and a change of the name does not take it away', async () => {
  const { database, rigId, subject, paid, words } = await barn()
  await saveInvestment(database, { ...bought, subject, currency: 'EUR' }, NOW)
  expect(await words()).toEqual([undefined, '2026-03-01'])
  // As the rig's form sends it: a field that is empty.
  const change = { name: 'North', purchasePrice: null, purchasedOn: '2026-03-01' }
  await editRigs(database, { rigIds: [rigId], change }, NOW)
  expect(await paid()).toEqual([[subject, 'purchase', '2400 EUR', '2026-02-28T23:00:00.000Z']])
})

test('two rigs that become one have cost what both have cost', async () => {
  const { url, database, siteId, rigId, subject, paid } = await barn('UTC')
  const store = await openStoreForTest(url)
  const other = await someRig(database, siteId)
  await editRigs(database, { rigIds: [rigId], change: { purchasePrice: 2000, purchasedOn: '2026-01-10' } }, NOW)
  await editRigs(database, { rigIds: [other], change: { purchasePrice: 500, purchasedOn: '2026-02-10' } }, NOW)
  await mergeRigs({ database, store, fleet: { writers: new RigWriters() } }, { fromRigId: other, intoRigId: rigId })
  expect(await paid()).toEqual([
    [subject, 'purchase', '2000 USD', '2026-01-10T00:00:00.000Z'],
    [subject, 'purchase', '500 USD', '2026-02-10T00:00:00.000Z'],
  ])
})

test('nothing is written of what cannot be: each refusal names its field', async () => {
  const { database, siteId, subject, paid } = await barn()
  const refusals = [
    [{ subject: 'rig:999' }, 'subject'],
    [{ subject: 'pool:1' }, 'subject'],
    [{ amount: 0 }, 'amount'],
    [{ amount: Number.NaN }, 'amount'],
    [{ currency: 'XXX' }, 'currency'],
    [{ date: '2027-01-01' }, 'date'],
    [{ residual: 2401 }, 'residual'],
    [{ writeOffMonths: 0 }, 'writeOffMonths'],
    [{ id: 999 }, 'form'],
    [{ inWords: true }, 'form'],
  ] as const
  for (const [wrong, field] of refusals) {
    const done = await saveInvestment(database, { ...bought, subject, ...wrong }, NOW)
    expect([field, done]).toMatchObject([field, { ok: false, problems: { [field]: expect.any(String) } }])
  }
  expect(await paid()).toEqual([])
  expect(await saveInvestment(database, { ...bought, subject: `site:${siteId}` }, NOW)).toMatchObject({ ok: true })
})

import { expect, test } from 'vitest'
import { insertIncomeSource } from '#lib/db/income-sources'
import { addReceipts, findReceipts } from '#lib/db/receipts'
import { DAY_MS } from '#lib/domain/units'
import { deleteContract } from '#lib/services/contracts/delete-contract'
import { listContracts } from '#lib/services/contracts/list-contracts'
import { saveContract } from '#lib/services/contracts/save-contract'
import { assignReceipts } from '#lib/services/income/assign-receipts'
import { importReceipts, takeBackImport } from '#lib/services/income/import-receipts'
import { openForTest, openStoreForTest, temporaryDatabase } from '../../db/temporary-database.ts'
import { openFleetForTest } from '../fleet-for-test'
import { firstSite } from '../money-mine.ts'

const NOW = Date.UTC(2026, 10, 20, 6)

/** A contract of $1,000 that has not begun to be valued, and a source with two payouts of $40 and $60 for it. */
async function paidContract() {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const store = await openStoreForTest(url)
  const siteId = await firstSite(database)
  const saved = await saveContract(
    database,
    {
      ...{ name: 'PH', provider: 'Genesis Mining', algorithm: 'sha256d', coin: 'BTC', hashesPerSecond: 1e15, siteId },
      ...{ startsAtMs: NOW - 10 * DAY_MS, paid: { amount: 1_000, currency: 'USD' } },
    },
    { nowMs: NOW },
  )
  if (!saved.ok) throw new Error(JSON.stringify(saved.problems))
  const sourceId = await insertIncomeSource(
    database,
    { name: 'Files', kind: 'file', coin: '', settings: {}, enabled: true, secrets: undefined },
    NOW,
  )
  const told = { priceCurrency: 'USD', priceSource: 'file', priceAtMs: NOW, price: 40_000 }
  const receipt = { sourceId, kind: 'payout', coin: 'BTC', receivedAtMs: NOW - DAY_MS }
  await addReceipts(database, [
    { ...receipt, externalId: 'a', amountPico: 10n ** 9n, value: { ...told, valueNano: 40n * 10n ** 9n } },
    { ...receipt, externalId: 'b', amountPico: 15n * 10n ** 8n, value: { ...told, valueNano: 60n * 10n ** 9n } },
  ])
  const fleet = await openFleetForTest({ database, store }, NOW)
  const standing = async () => (await listContracts({ database, rates: fleet.rates, sites: fleet.sites }, NOW))[0]
  return { database, store, sourceId, subject: `contract:${saved.contractId}`, contractId: saved.contractId, standing }
}

test('a receipt told to belong to a contract counts in its return, and no longer once that is taken back', async () => {
  const { database, subject, standing } = await paidContract()
  expect(await standing()).toMatchObject({ received: { receipts: 0 } })
  const [receipt] = await findReceipts(database, {})
  expect(await assignReceipts(database, { of: { id: receipt?.id ?? 0 }, subject })).toMatchObject({ receipts: 1 })
  expect(await standing()).toMatchObject({
    received: { receipts: 1, byCoin: [{ coin: 'BTC', pico: 15n * 10n ** 8n }], valueNano: 60n * 10n ** 9n },
    receivedReturn: expect.closeTo(-0.94, 9),
  })
  await assignReceipts(database, { of: { id: receipt?.id ?? 0 } })
  expect(await standing()).toMatchObject({ received: { receipts: 0 } })
})

test('a whole source belongs to a contract with what it brings later, and what a file brought goes with it', async () => {
  const { database, sourceId, subject, standing } = await paidContract()
  expect(await assignReceipts(database, { of: { sourceId }, subject })).toMatchObject({ ok: true, receipts: 2 })
  const csv = 'date,amount,coin,value\n2026-11-18,0.01,BTC,400\n'
  const mapping = { date: 'date', amount: 'amount', coin: 'coin', value: 'value' }
  const taken = await importReceipts(database, { sourceId, fileName: 'more.csv', csv, mapping, currency: 'USD' }, NOW)
  expect(await standing()).toMatchObject({ received: { receipts: 3, valueNano: 500n * 10n ** 9n } })
  await takeBackImport(database, taken.ok ? (taken.importId ?? 0) : 0)
  expect(await standing()).toMatchObject({ received: { receipts: 2, valueNano: 100n * 10n ** 9n } })
})

test('what is gone owns nothing: it is refused, and what it owned belongs to the rigs again', async () => {
  const { database, store, sourceId, subject, contractId } = await paidContract()
  expect(await assignReceipts(database, { of: { sourceId }, subject: 'order:9' })).toEqual({
    ok: false,
    problems: { subject: 'It is gone' },
  })
  await assignReceipts(database, { of: { sourceId }, subject })
  await deleteContract({ database, store }, contractId, NOW)
  expect((await findReceipts(database, {})).map((receipt) => receipt.subject)).toEqual([undefined, undefined])
  expect(await database.incomeSource.findFirst()).toMatchObject({ subject: null })
})

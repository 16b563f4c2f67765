import { expect, test } from 'vitest'
import { savePrices } from '#lib/db/rates'
import { addReceipts, findReceipts } from '#lib/db/receipts'
import { MINUTE_MS } from '#lib/domain/units'
import { listReceipts } from '#lib/services/income/list-receipts'
import { refreshIncome } from '#lib/services/income/refresh-income'
import { saveSource } from '#lib/services/income/save-source'
import { sumReceipts } from '#lib/services/income/sum-receipts'
import { valueReceipts } from '#lib/services/income/value-receipts'
import { deriveSecrets } from '#lib/services/secrets'
import { openForTest, temporaryDatabase } from '../../db/temporary-database.ts'
import { json, webDouble } from '../../market/web-double.ts'

const NOW = Date.UTC(2026, 3, 10)
const PAID = Date.UTC(2026, 3, 9, 12)
const secrets = deriveSecrets('a secret of at least thirty-two characters')

async function pooled() {
  const database = await openForTest((await temporaryDatabase()).url)
  const pool = { status: 200 }
  const web = await webDouble((_, response) => {
    // Shape: zwang1225/dc-eth-stalker, test.js.
    const payments = [{ amount: 2_000_000_000, timestamp: PAID / 1000, tx: '0x1', txFee: 0 }]
    json(response, { stats: { balance: 5 }, hashrate: 7, payments }, pool.status)
  })
  const settings = { coin: 'ETC', address: '0xAbCdEf01', baseUrl: web.url }
  const saved = await saveSource({ database, secrets }, { name: 'ETC pool', kind: '2miners', settings }, NOW)
  if (!saved.ok) throw new Error(JSON.stringify(saved))
  return { database, pool, web, sourceId: saved.sourceId }
}

test('a payout told again is stored once', async () => {
  const { database, sourceId } = await pooled()
  await refreshIncome({ database, secrets }, NOW)
  await refreshIncome({ database, secrets }, NOW + 11 * MINUTE_MS)
  const receipts = await findReceipts(database, {})
  expect(receipts).toMatchObject([{ sourceId, externalId: '0x1', amountPico: 2_000_000_000_000n }])
  expect(receipts[0]?.value).toBeUndefined()
})

test('a payer that corrects itself is believed, and each figure it told before stays with its date and reason', async () => {
  const { database, sourceId } = await pooled()
  const receipt = { sourceId, externalId: 'day 1', kind: 'credit', coin: 'BTC', receivedAtMs: PAID }
  const price = { price: 1, priceCurrency: 'USD', priceSource: 'csv', priceAtMs: PAID, valueNano: 2_000_000_000n }
  const tell = (amountPico: bigint, hour: number, feePico?: bigint) =>
    addReceipts(
      database,
      [{ ...receipt, amountPico, ...(feePico === undefined ? {} : { feePico }) }],
      NOW + hour * 60 * MINUTE_MS,
    )
  await addReceipts(database, [{ ...receipt, amountPico: 500_000_000_000n, value: price }])
  expect(await tell(700_000_000_000n, 1)).toBe(0)
  expect(await tell(700_000_000_000n, 2, 10_000_000_000n)).toBe(0)
  expect(await tell(700_000_000_000n, 3, 10_000_000_000n)).toBe(0)
  const { receipts } = await listReceipts(database, { limit: 10 })
  expect(receipts).toMatchObject([{ amount: '0.7', fee: '0.01' }])
  expect(receipts[0]?.before).toEqual([
    {
      ...{ amount: '0.5', untilMs: NOW + 60 * MINUTE_MS, reason: 'amount corrected' },
      value: { amount: 2, currency: 'USD', price: 1, source: 'csv', priceAtMs: PAID },
    },
    { amount: '0.7', untilMs: NOW + 120 * MINUTE_MS, reason: 'fee corrected' },
  ])
  // It is worth something else now, which is found out anew; sums count what stands alone.
  expect(receipts[0]?.value).toBeUndefined()
  const span = { fromMs: PAID, toMs: PAID + MINUTE_MS, timeZone: 'UTC' }
  expect(await sumReceipts(database, { period: 'month', ...span })).toMatchObject([
    { amountPico: 690_000_000_000n, receipts: 1 },
  ])
})

test('a credit is worth what is left of it after the payer’s fee, and is summed so', async () => {
  const { database, sourceId } = await pooled()
  const credit = { sourceId, externalId: 'paid', kind: 'credit', coin: 'BTC', receivedAtMs: PAID }
  await addReceipts(database, [{ ...credit, amountPico: 1_000_000_000_000n, feePico: 20_000_000_000n }])
  await savePrices(database, [
    { coin: 'BTC', currency: 'USD', source: 'csv', observedAtMs: PAID, hourMs: PAID, price: 50_000 },
  ])
  await valueReceipts(database)
  const span = { fromMs: PAID, toMs: PAID + MINUTE_MS, timeZone: 'UTC' }
  expect(await sumReceipts(database, { period: 'month', ...span })).toMatchObject([
    { amountPico: 980_000_000_000n, valueNano: 49_000n * 10n ** 9n },
  ])
})

test('what came without a known price is valued when the price of its time arrives, and never anew', async () => {
  const { database } = await pooled()
  await refreshIncome({ database, secrets }, NOW)
  const price = { coin: 'ETC', currency: 'USD', source: 'csv', observedAtMs: PAID, hourMs: PAID }
  await savePrices(database, [{ ...price, price: 18.5 }])
  expect(await valueReceipts(database)).toBe(1)
  await savePrices(database, [{ ...price, price: 99 }])
  expect(await valueReceipts(database)).toBe(0)
  const [receipt] = await findReceipts(database, {})
  expect(receipt?.value).toMatchObject({
    price: 18.5,
    priceCurrency: 'USD',
    priceSource: 'csv',
    valueNano: 37_000_000_000n,
  })
})

test('a source that fails is left alone ever longer, and its problem is kept', async () => {
  const { database, pool, web, sourceId } = await pooled()
  pool.status = 500
  await refreshIncome({ database, secrets }, NOW)
  await refreshIncome({ database, secrets }, NOW + 5 * MINUTE_MS)
  expect(web.asked).toHaveLength(1)
  await refreshIncome({ database, secrets }, NOW + 20 * MINUTE_MS)
  await refreshIncome({ database, secrets }, NOW + 35 * MINUTE_MS)
  expect(web.asked).toHaveLength(2)
  const source = await database.incomeSource.findUnique({ where: { id: sourceId } })
  expect(source).toMatchObject({ lastProblem: expect.stringContaining('500'), lastSuccessAtMs: null })
})

test('no receipt of zero or less can be written', async () => {
  const { database, sourceId } = await pooled()
  const receipt = { sourceId, externalId: 'x', kind: 'payout', coin: 'ETC', receivedAtMs: NOW }
  await expect(addReceipts(database, [{ ...receipt, amountPico: 0n }])).rejects.toThrow(RangeError)
  await expect(addReceipts(database, [{ ...receipt, amountPico: -1n }])).rejects.toThrow(RangeError)
})

test('secrets are stored encrypted, and do not follow to another server', async () => {
  const database = await openForTest((await temporaryDatabase()).url)
  const form = { name: 'Braiins', kind: 'braiins' as const }
  const saved = await saveSource({ database, secrets }, { ...form, settings: { token: 'my-token' } }, NOW)
  const row = await database.incomeSource.findFirst()
  expect(`${row?.settings}${row?.secrets}`).not.toContain('my-token')
  const id = saved.ok ? saved.sourceId : 0
  const elsewhere = { ...form, id, settings: { baseUrl: 'https://thief.example' } }
  expect(await saveSource({ database, secrets }, elsewhere, NOW)).toMatchObject({
    ok: false,
    problems: { token: /again/ },
  })
})

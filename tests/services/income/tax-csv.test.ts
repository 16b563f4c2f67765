import { expect, test } from 'vitest'
import { addReceipts } from '#lib/db/receipts'
import { taxCsv } from '#lib/services/income/tax-csv'
import { openForTest, temporaryDatabase } from '../../db/temporary-database.ts'

test('each receipt stands with its local day, its value when it came, and by whose price', async () => {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const { id: sourceId } = await database.incomeSource.create({
    data: { name: '=Braiins', kind: 'file', coin: 'BTC', settings: '{}', createdAtMs: 1n },
  })
  const late = Date.parse('2026-01-01T03:30:00Z')
  const value = {
    ...{ price: 90_000.5, priceCurrency: 'USD', priceSource: 'coingecko-daily', priceAtMs: late - 3_600_000 },
    valueNano: 90_000_500_000n,
  }
  await addReceipts(database, [
    { sourceId, externalId: 'b', kind: 'payout', coin: 'BTC', amountPico: 1_000_000_000n, receivedAtMs: late, value },
    { sourceId, externalId: 'a', kind: 'credit', coin: 'DOGE', amountPico: 1n, receivedAtMs: late - 1000 },
  ])
  const text = await taxCsv(database, { fromMs: 0, toMs: late + 1, timeZone: 'America/New_York' })
  const [, first, second] = text.split('\r\n')
  // In New York it is still the old year.
  expect(first).toBe(
    `2025-12-31,America/New_York,2026-01-01T03:29:59.000Z,credit,"'=Braiins",DOGE,0.000000000001,,,,,,,no price known,,,`,
  )
  expect(second).toBe(
    `2025-12-31,America/New_York,2026-01-01T03:30:00.000Z,payout,"'=Braiins",BTC,0.001,,90.0005,USD,90000.5,coingecko-daily,2026-01-01T02:30:00.000Z,yes,,,`,
  )
})

test('what a receipt said before it was corrected stands in words beside it, in no column that is summed', async () => {
  const database = await openForTest((await temporaryDatabase()).url)
  const { id: sourceId } = await database.incomeSource.create({
    data: { name: 'Braiins', kind: 'braiins', coin: 'BTC', settings: '{}', createdAtMs: 1n },
  })
  const day = Date.parse('2026-04-09T00:00:00Z')
  const receipt = { sourceId, externalId: 'day', kind: 'credit', coin: 'BTC', receivedAtMs: day }
  const value = { price: 90_000, priceCurrency: 'USD', priceSource: 'csv', priceAtMs: day, valueNano: 45_000_000_000n }
  await addReceipts(database, [{ ...receipt, amountPico: 500_000_000n, value }], day)
  await addReceipts(database, [{ ...receipt, amountPico: 600_000_000n }], Date.parse('2026-04-11T06:00:00Z'))
  const lines = (await taxCsv(database, { fromMs: 0, toMs: day + 1, timeZone: 'UTC' })).trim().split('\r\n')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain(',BTC,0.0006,')
  expect(lines[1]).toMatch(/,"0\.0005, worth 45 USD until 2026-04-11T06:00:00\.000Z \(amount corrected\)"$/)
})

test('nothing received is a file of names alone', async () => {
  const { url } = await temporaryDatabase()
  const text = await taxCsv(await openForTest(url), { fromMs: 0, toMs: 1, timeZone: 'UTC' })
  expect(text.split('\r\n')[0]).toMatch(/^local_day,time_zone,received_utc,kind,source,coin,amount/)
  expect(text.trim().split('\r\n')).toHaveLength(1)
})

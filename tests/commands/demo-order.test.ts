import { expect, test } from 'vitest'
import { HOUR_MS } from '#lib/domain/units'
import { listOrders } from '#lib/services/contracts/list-orders'
import { sumLedger } from '#lib/services/ledger/sum-ledger'
import { writeOrder } from '../../commands/demo/write-order.ts'
import { writeRates } from '../../commands/demo/write-rates.ts'
import { openForTest, openStoreForTest, temporaryDatabase } from '../db/temporary-database.ts'
import { firstSite } from '../services/money-mine.ts'

const NOW = Date.UTC(2026, 10, 22, 12, 20)

test('the demo has an order of hash power that came back with less than was spent, in coins and in money', async () => {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const store = await openStoreForTest(url)
  await firstSite(database)
  await writeRates(database, 'USD', NOW)
  await writeOrder({ database, store }, NOW)
  const [standing] = await listOrders(database, 'USD')
  expect(standing).toMatchObject({ netPico: -5_600_000n, unvalued: 0 })
  expect(standing?.spentValue).toBeGreaterThan(10)
  const sums = await sumLedger(database, {
    level: 'day',
    fromPeriod: 0,
    toPeriod: 99_999_999,
    groupBy: ['subject', 'coin'],
  })
  const subject = `order:${standing?.order.id}`
  expect(sums).toMatchObject([
    { subject, coin: '', seenMs: 24 * HOUR_MS },
    { subject, coin: 'BTC', workMs: 24 * HOUR_MS, unvaluedMs: 0 },
  ])
  expect(sums[1]?.revenueNano).toBeLessThan(sums[0]?.costNano ?? 0n)
})

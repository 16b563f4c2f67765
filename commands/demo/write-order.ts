import type { Database } from '#lib/db/database'
import { listHashOrders } from '#lib/db/hash-orders'
import { insertIncomeSource, setSourceSubject } from '#lib/db/income-sources'
import type { ReadingStore } from '#lib/db/reading-store'
import { addReceipts, type NewReceipt } from '#lib/db/receipts'
import { parsePico } from '#lib/domain/pico'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import { closeOrderHours } from '#lib/services/contracts/close-order-hours'
import { saveOrder } from '#lib/services/contracts/save-order'
import { snapshotValue } from './write-payouts.ts'

/** 200 TH/s for a day: by the snapshot's difficulty 10,050 sat on average, a little less than NiceHash wants for it. */
const HASHES = 2e14 * 86_400
const SPENT_BTC = 0.000104
const EARNED = [
  { hoursIn: 14, amount: '0.0000528' },
  { hoursIn: 26, amount: '0.0000456' },
]

/** An order of hash power on NiceHash that ran a day and came back with less than was spent, and what its pool paid. */
export async function writeOrder(context: { database: Database; store: ReadingStore }, nowMs: number): Promise<void> {
  const { database } = context
  const startsAtMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS - 44 * HOUR_MS
  const order = {
    ...{ name: 'A day at 200 TH/s', marketplace: 'nicehash' as const, externalId: 'demo', algorithm: 'sha256d' },
    ...{ coin: 'BTC', paidCoin: 'BTC', spent: SPENT_BTC, hashes: HASHES },
    ...{ startsAtMs, endsAtMs: startsAtMs + DAY_MS },
  }
  const saved = await saveOrder(database, order, nowMs)
  if (!saved.ok) throw new Error(JSON.stringify(saved.problems))
  const kept = (await listHashOrders(database)).find(({ externalId }) => externalId === order.externalId)
  if (!kept) throw new Error('The order of the demo is not there')
  const subject = `order:${kept.id}`
  const sourceId = await insertIncomeSource(
    database,
    { name: 'Pool of the order', kind: 'file', coin: 'BTC', settings: {}, enabled: false, secrets: undefined },
    nowMs,
  )
  await setSourceSubject(database, sourceId, subject)
  const receipts = EARNED.map(({ hoursIn, amount }): NewReceipt => {
    const receivedAtMs = startsAtMs + hoursIn * HOUR_MS
    const came = { kind: 'payout', coin: 'BTC', amountPico: parsePico(amount) ?? 0n, receivedAtMs }
    return { sourceId, externalId: `demo ${hoursIn}`, subject, ...came }
  })
  const valued = receipts.map(async (receipt) => {
    const value = await snapshotValue(database, receipt)
    return { ...receipt, ...(value === undefined ? {} : { value }) }
  })
  await addReceipts(database, await Promise.all(valued), nowMs)
  await closeOrderHours(context, Math.floor(nowMs / HOUR_MS) * HOUR_MS, nowMs)
}

import { createHash } from 'node:crypto'
import { receivedBySubject, spanOfSubject } from '#lib/db/contract-ledger'
import { type HashOrder, listHashOrders } from '#lib/db/hash-orders'
import { cursorsBeginningWith, readCursor, removeCursor, saveCursor } from '#lib/db/job-cursors'
import type { Rows } from '#lib/db/rows'
import type { LedgerEntry } from '#lib/domain/ledger/entry'
import type { LedgerReason } from '#lib/domain/ledger/reasons'
import { type OrderTerms, orderEntry, orderSpan } from '#lib/domain/order-hour'
import { HOUR_MS } from '#lib/domain/units'
import { datedCurrencies } from '../currency.ts'
import { datedRates } from '../dated-rates.ts'
import { type LedgerContext, recordEntries } from '../ledger/record-entries.ts'

const STANDS = 'order-hours/'
/** Up to when an order's hours were written. */
const WRITTEN_UNTIL = 'order-written-until/'
/** An order's hours are to be made anew, since rates changed. */
const RATES_CHANGED = 0

/**
 * Writes every closed hour of every order to the ledger, at the rates of then: what was spent as cost, what its hashes
 * earned as revenue. An order that changed, received something or was removed is made anew as a whole; its run is a matter
 * of days. Hours that are over since the last time are closed as any other. Answers with the number of hours written or
 * corrected.
 */
export async function closeOrderHours(
  context: LedgerContext,
  closedUntilMs: number,
  nowMs = Date.now(),
): Promise<number> {
  const { database } = context
  const orders = new Map<string, OrderTerms>()
  for (const order of await listHashOrders(database))
    orders.set(`${STANDS}${order.id}`, await orderTerms(database, order))
  let written = 0
  for (const { name } of await cursorsBeginningWith(database, STANDS)) {
    if (orders.has(name)) continue
    written += await rewrite(context, Number(name.slice(STANDS.length)), undefined, closedUntilMs, {
      reason: () => 'order changed',
      nowMs,
    })
    await removeCursor(database, name)
    await removeCursor(database, name.replace(STANDS, WRITTEN_UNTIL))
  }
  for (const [name, order] of orders) {
    const untilName = `${WRITTEN_UNTIL}${order.id}`
    const [stands, writtenUntilMs = 0] = [await readCursor(database, name), await readCursor(database, untilName)]
    const wanted = fingerprint(order)
    const untilMs = Math.min(closedUntilMs, endOfHours(order))
    if (stands === wanted && untilMs <= writtenUntilMs) continue
    const again = stands === RATES_CHANGED ? 'rates changed' : 'order changed'
    const reason = (hourMs: number) => (stands === undefined || hourMs >= writtenUntilMs ? 'closed' : again)
    const fromMs = stands === wanted ? writtenUntilMs : 0
    written += await rewrite(context, order.id, order, closedUntilMs, { reason, nowMs, fromMs })
    await saveCursor(database, name, wanted)
    await saveCursor(database, untilName, untilMs)
  }
  return written
}

/** The end of the last hour that an order has a part in. */
function endOfHours(order: OrderTerms): number {
  return Math.ceil(orderSpan(order).toMs / HOUR_MS) * HOUR_MS
}

/** Rates of the past changed: orders that ran since then are made anew. */
export async function redoOrders(rows: Rows, fromMs: number): Promise<void> {
  for (const order of await listHashOrders(rows)) {
    const name = `${STANDS}${order.id}`
    if (orderSpan(order).toMs <= fromMs || (await readCursor(rows, name)) === undefined) continue
    await saveCursor(rows, name, RATES_CHANGED)
  }
}

/** An order with what its hashes earned so far. */
export async function orderTerms(rows: Rows, order: HashOrder): Promise<OrderTerms> {
  return { ...order, earned: await receivedBySubject(rows, `order:${order.id}`) }
}

/**
 * All closed hours of its run from `fromMs` on, and what stands outside of it: emptied, as everything of an order that is
 * gone.
 */
async function rewrite(
  context: LedgerContext,
  orderId: number,
  order: OrderTerms | undefined,
  closedUntilMs: number,
  { reason, nowMs, ...given }: { reason: (hourMs: number) => LedgerReason; nowMs: number; fromMs?: number },
): Promise<number> {
  const { database } = context
  const stands = await spanOfSubject(database, `order:${orderId}`)
  const run = order && orderSpan(order)
  const starts = [stands?.fromMs, run && Math.floor(run.fromMs / HOUR_MS) * HOUR_MS].filter((at) => at !== undefined)
  const ends = [stands && stands.toMs + HOUR_MS, run && Math.ceil(run.toMs / HOUR_MS) * HOUR_MS]
  const toMs = Math.min(closedUntilMs, Math.max(...ends.filter((at) => at !== undefined)))
  if (starts.length === 0) return 0
  const fromMs = Math.max(given.fromMs ?? 0, Math.min(...starts))
  const rates = await datedRates(database, { currencies: await datedCurrencies(database) }, fromMs, toMs)
  const entries = new Map<LedgerReason, LedgerEntry[]>()
  for (let hourMs = fromMs; hourMs < toMs; hourMs += HOUR_MS) {
    const ofReason = entries.get(reason(hourMs)) ?? []
    ofReason.push(orderEntry(order ?? gone(orderId), hourMs, rates.at(hourMs)))
    entries.set(reason(hourMs), ofReason)
  }
  let written = 0
  for (const [why, ofReason] of entries) {
    const { created, corrected } = await recordEntries(context, ofReason, why, nowMs)
    written += created + corrected
  }
  return written
}

/** Ran at no time that is asked for: its hours say nothing. */
function gone(id: number): OrderTerms {
  const nothing = { marketplace: '', algorithm: '', coin: '', paidCoin: '', spentPico: 0n, earned: [] }
  return { id, ...nothing, startsAtMs: 0, endsAtMs: 1 }
}

/** A number that is another one when the order or what it earned changes. */
function fingerprint({ earned, ...order }: OrderTerms): number {
  const { toMs } = orderSpan(order)
  const said = [
    // Hours written before name the marketplace as who paid: they are made anew.
    'paid by a pool',
    ...[order.marketplace, order.algorithm, order.coin, order.paidCoin, order.spentPico, order.startsAtMs, toMs],
    ...earned.flatMap(({ coin, pico }) => [coin, pico]),
  ].join('|')
  return Number.parseInt(createHash('sha256').update(said).digest('hex').slice(0, 12), 16)
}

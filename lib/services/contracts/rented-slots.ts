import { listCloudContracts } from '#lib/db/cloud-contracts'
import { contractHours } from '#lib/db/contract-ledger'
import { listHashOrders } from '#lib/db/hash-orders'
import { ledgerHours } from '#lib/db/ledger-hours'
import { hasRentedPower } from '#lib/db/rented-power'
import { type LedgerQuarter, revenueOfQuarter } from '#lib/domain/ledger/entry'
import { orderSpan } from '#lib/domain/order-hour'
import { QUARTER_MS } from '#lib/domain/units'
import type { RunningServer } from '../running-server.ts'

/** Money of rented hash power in a slot, in the currency of now. */
export type RentedSlot = { slotMs: number; revenueNano?: bigint; costNano?: bigint }

type Wanted = { fromMs: number; toMs: number; siteId?: number; quarters: boolean }

/**
 * What contracts and orders brought and cost in `[fromMs, toMs)`, by quarter-hours or whole hours: closed ones from the
 * ledger, and those since, until now. Orders stand at no site.
 */
export async function rentedSlots(
  { database, fleet }: Pick<RunningServer, 'database' | 'fleet'>,
  wanted: Wanted,
  nowMs: number,
): Promise<RentedSlot[]> {
  if (!(await hasRentedPower(database))) return []
  const { fromMs, toMs, siteId } = wanted
  const open = fleet.openRented(nowMs)
  const isOpen = new Set(open.map(({ subject, hourMs }) => `${subject}/${hourMs}`))
  const contracts = (await listCloudContracts(database)).filter(
    (each) =>
      each.startsAtMs < toMs && (each.endsAtMs ?? toMs) > fromMs && (siteId === undefined || each.siteId === siteId),
  )
  const orders = siteId === undefined ? (await listHashOrders(database)).filter(overlaps(fromMs, toMs)) : []
  const subjects = [...contracts.map(({ id }) => `contract:${id}`), ...orders.map(({ id }) => `order:${id}`)]
  const { currency } = fleet.rates
  const slots: RentedSlot[] = []
  const addQuarters = (hourMs: number, quarters: readonly LedgerQuarter[]) => {
    for (const [index, quarter] of quarters.entries()) {
      const slotMs = hourMs + index * QUARTER_MS
      if (slotMs < fromMs || slotMs >= toMs || (siteId !== undefined && quarter.siteId !== siteId)) continue
      slots.push({ slotMs, revenueNano: revenueOfQuarter(quarter), costNano: quarter.costNano })
    }
  }
  for (const { hourMs, quarters } of open) addQuarters(hourMs, quarters)
  if (subjects.length === 0) return slots
  if (wanted.quarters) {
    for (const subject of subjects) {
      for (const hour of await ledgerHours(database, subject, fromMs, toMs)) {
        if (hour.currency === currency && !isOpen.has(`${subject}/${hour.hourMs}`)) {
          addQuarters(hour.hourMs, hour.quarters)
        }
      }
    }
    return slots
  }
  for (const { subject, hourMs, currency: own, ...amounts } of await contractHours(database, subjects, fromMs, toMs)) {
    if (own === currency && !isOpen.has(`${subject}/${hourMs}`)) slots.push({ slotMs: hourMs, ...amounts })
  }
  return slots
}

function overlaps(fromMs: number, toMs: number) {
  return (order: { startsAtMs: number; endsAtMs?: number }) => {
    const span = orderSpan(order)
    return span.fromMs < toMs && span.toMs > fromMs
  }
}

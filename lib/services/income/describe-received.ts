import type { Database } from '#lib/db/database'
import { listImports } from '#lib/db/receipts'
import { startOfLocalMonth } from '#lib/domain/calendar'
import { fromNano } from '#lib/domain/money'
import { fromPico } from '#lib/domain/pico'
import { DAY_MS } from '#lib/domain/units'
import { receiptOwners } from './assign-receipts.ts'
import { listReceipts } from './list-receipts.ts'
import { listSources } from './list-sources.ts'
import { sumReceipts } from './sum-receipts.ts'

const PAGE = 100
const MONTHS_MS = 366 * DAY_MS

/** Everything the page of received money shows: sources, files, a year by month and a page of receipts. */
export async function describeReceived(
  database: Database,
  { timeZone, cursor }: { timeZone: string; cursor?: string | undefined },
  nowMs = Date.now(),
) {
  const span = { fromMs: startOfLocalMonth(nowMs - MONTHS_MS, timeZone), toMs: nowMs + DAY_MS }
  const [sources, imports, sums, page, owners] = await Promise.all([
    listSources(database),
    listImports(database),
    sumReceipts(database, { period: 'month', ...span, timeZone }),
    listReceipts(database, { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }),
    receiptOwners(database),
  ])
  const months = sums.map(({ amountPico, valueNano, ...sum }) => ({
    ...sum,
    amount: fromPico(amountPico),
    ...(valueNano === undefined ? {} : { value: fromNano(valueNano) }),
  }))
  return { sources, imports, months, owners, ...page }
}

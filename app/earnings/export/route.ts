import { localDayOf } from '#lib/domain/ledger/local-days'
import { earningsCsv } from '#lib/services/earnings/earnings-csv'
import { reportEarnings } from '#lib/services/earnings/report-earnings'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../../session'
import { queryOf } from '../earnings-query'

/** What the page of earnings shows, as a file: the same address with the same words. */
export async function GET(request: Request): Promise<Response> {
  await requireSession()
  const query = queryOf(Object.fromEntries(new URL(request.url).searchParams), localDayOf(Date.now(), 'UTC'))
  const report = await reportEarnings(runningServer(), query)
  return new Response(earningsCsv(report), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="davylamp-earnings-${report.fromDate}-${report.toDate}.csv"`,
      'cache-control': 'no-store',
    },
  })
}

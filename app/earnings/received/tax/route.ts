import { startOfDate } from '#lib/domain/local-dates'
import { taxCsv } from '#lib/services/income/tax-csv'
import { runningServer } from '#lib/services/running-server'
import { mainSite } from '../../../fleet/main-site'
import { requireSession } from '../../../session'

/** A year's receipts as a file for taxes, by the first site's calendar; without `year` all that ever came. */
export async function GET(request: Request): Promise<Response> {
  await requireSession()
  const { database, fleet } = runningServer()
  const timeZone = mainSite(fleet.snapshot())?.timeZone ?? 'UTC'
  const asked = new URL(request.url).searchParams.get('year') ?? ''
  const year = /^(19|20)\d\d$/.test(asked) ? Number(asked) : undefined
  const span =
    year === undefined
      ? { fromMs: 0, toMs: Date.now() + 1 }
      : {
          fromMs: startOfDate(`${year}-01-01`, timeZone) ?? 0,
          toMs: startOfDate(`${year + 1}-01-01`, timeZone) ?? Date.now(),
        }
  return new Response(await taxCsv(database, { ...span, timeZone }), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="davylamp-receipts-${year ?? 'all'}.csv"`,
      'cache-control': 'no-store',
    },
  })
}

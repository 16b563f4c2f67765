import { chartFleet } from '#lib/services/chart-fleet'
import { fleetChartQuery } from '#lib/wire/rest-queries'
import { answer, badRequest, queryOf, spanOf } from '../../../answer'

export function GET(request: Request): Promise<Response> {
  return answer(request, async (server) => {
    const query = queryOf(request, fleetChartQuery)
    const site = query.site === undefined ? {} : { siteId: query.site }
    const result = await chartFleet(server, { ...spanOf(query), stepSeconds: query.step, ...site })
    if (!result.ok) throw badRequest(result.reason)
    return result.chart
  })
}

import { earnByPeriod } from '#lib/services/earn-by-period'
import { earningsQuery } from '#lib/wire/rest-queries'
import { answer, badRequest, queryOf } from '../../answer'

export function GET(request: Request): Promise<Response> {
  return answer(request, (server) => {
    const { period, from, to, site } = queryOf(request, earningsQuery)
    if (from !== undefined && from >= (to ?? Date.now())) throw badRequest('from: must be before to')
    return earnByPeriod(server, {
      period,
      ...(from === undefined ? {} : { fromMs: from }),
      ...(to === undefined ? {} : { toMs: to }),
      ...(site === undefined ? {} : { siteId: site }),
    })
  })
}

import { chartRig } from '#lib/services/chart-rig'
import { readingsQuery, rigPath } from '#lib/wire/rest-queries'
import { answer, badRequest, checked, notFound, queryOf, spanOf } from '../../../../answer'

export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answer(request, async (server) => {
    const { id } = checked(await params, rigPath)
    const query = queryOf(request, readingsQuery)
    const span = spanOf(query)
    if (!server.fleet.liveRig(id)) throw notFound(`There is no rig ${id}.`)
    if (query.step !== undefined) {
      const result = await chartRig(server, id, { ...span, stepSeconds: query.step })
      if (!result.ok) throw badRequest(result.reason)
      return result.chart
    }
    const page = { limit: query.limit + 1, ...(query.cursor === undefined ? {} : { afterMs: query.cursor }) }
    const found = await server.store.readRange(id, span.fromMs, span.toMs, page)
    const readings = found.slice(0, query.limit)
    const last = readings.at(-1)
    return { readings, ...(found.length > readings.length && last ? { nextCursor: String(last.at) } : {}) }
  })
}

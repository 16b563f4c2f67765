import type { z } from 'zod'
import { listIncidents } from '#lib/services/alerts/list-incidents'
import type { incidentsAnswer } from '#lib/wire/rest-incidents'
import { incidentsQuery } from '#lib/wire/rest-queries'
import { answer, queryOf } from '../../answer'

export function GET(request: Request): Promise<Response> {
  return answer(request, async (server): Promise<z.infer<typeof incidentsAnswer>> => {
    const { state, limit, cursor } = queryOf(request, incidentsQuery)
    return listIncidents(server, { state, limit, inhibited: true, ...(cursor === undefined ? {} : { cursor }) })
  })
}

import type { z } from 'zod'
import { incidentDetail } from '#lib/services/alerts/incident-detail'
import type { incidentAnswer } from '#lib/wire/rest-incidents'
import { incidentPath } from '#lib/wire/rest-queries'
import { answer, checked, notFound } from '../../../answer'

export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answer(request, async (server): Promise<z.infer<typeof incidentAnswer>> => {
    const { id } = checked(await params, incidentPath)
    const incident = await incidentDetail(server, id)
    if (!incident) throw notFound('There is no such incident.')
    return incident
  })
}

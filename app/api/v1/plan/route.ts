import { planHours } from '#lib/services/planner/plan-hours'
import { planQuery } from '#lib/wire/rest-queries'
import { answer, notFound, queryOf } from '../../answer'

export function GET(request: Request): Promise<Response> {
  return answer(request, (server) => {
    const { site, rig, hours } = queryOf(request, planQuery)
    if (site !== undefined && !server.fleet.sites.has(site)) throw notFound(`There is no site ${site}.`)
    if (rig !== undefined && !server.fleet.liveRig(rig)) throw notFound(`There is no rig ${rig}.`)
    return planHours(server, { siteId: site, rigId: rig, hours })
  })
}

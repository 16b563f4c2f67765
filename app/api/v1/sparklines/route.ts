import { drawSparklines } from '#lib/services/draw-sparklines'
import { sparklinesQuery } from '#lib/wire/rest-queries'
import { answer, queryOf } from '../../answer'

export function GET(request: Request): Promise<Response> {
  return answer(request, (server) => {
    const { rigs, hours } = queryOf(request, sparklinesQuery)
    return drawSparklines(server, rigs, hours)
  })
}

import { chartAlgorithms } from '#lib/services/chart-algorithms'
import { fleetAlgorithmsQuery } from '#lib/wire/rest-queries'
import { answer, queryOf } from '../../../answer'

export function GET(request: Request): Promise<Response> {
  return answer(request, (server) => chartAlgorithms(server, queryOf(request, fleetAlgorithmsQuery).hours))
}

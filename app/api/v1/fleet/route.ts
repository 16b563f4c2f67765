import type { z } from 'zod'
import type { fleetAnswer } from '#lib/wire/rest'
import { answer } from '../../answer'

export function GET(request: Request): Promise<Response> {
  return answer(request, ({ fleet }): z.infer<typeof fleetAnswer> => {
    const { serverAtMs, currency, totals, sites, market } = fleet.snapshot()
    return { serverAtMs, currency, totals, sites, market }
  })
}

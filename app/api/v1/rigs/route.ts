import type { z } from 'zod'
import type { rigsAnswer } from '#lib/wire/rest'
import { answer } from '../../answer'

export function GET(request: Request): Promise<Response> {
  return answer(request, ({ fleet }): z.infer<typeof rigsAnswer> => {
    const { serverAtMs, currency, rigs } = fleet.snapshot()
    return { serverAtMs, currency, rigs }
  })
}

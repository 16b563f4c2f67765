import type { z } from 'zod'
import { listReceipts } from '#lib/services/income/list-receipts'
import { receiptsQuery } from '#lib/wire/rest-queries'
import type { receiptsAnswer } from '#lib/wire/rest-receipts'
import { answer, badRequest, queryOf } from '../../answer'

export function GET(request: Request): Promise<Response> {
  return answer(request, async ({ database }): Promise<z.infer<typeof receiptsAnswer>> => {
    const { from, to, coin, limit, cursor } = queryOf(request, receiptsQuery)
    if (from !== undefined && from >= (to ?? Date.now())) throw badRequest('from: must be before to')
    return listReceipts(database, {
      limit,
      ...(from === undefined ? {} : { fromMs: from }),
      ...(to === undefined ? {} : { toMs: to }),
      ...(coin === undefined ? {} : { coin }),
      ...(cursor === undefined ? {} : { cursor }),
    })
  })
}

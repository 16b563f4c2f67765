import type { z } from 'zod'
import type { rigAnswer } from '#lib/wire/rest'
import { rigPath } from '#lib/wire/rest-queries'
import { answer, checked, notFound } from '../../../answer'

export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answer(request, async ({ fleet }): Promise<z.infer<typeof rigAnswer>> => {
    const { id } = checked(await params, rigPath)
    const snapshot = await fleet.rig(id)
    if (!snapshot) throw notFound(`There is no rig ${id}.`)
    const { row, ...rest } = snapshot
    return { ...row, ...rest }
  })
}

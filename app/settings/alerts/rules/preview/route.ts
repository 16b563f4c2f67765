import { z } from 'zod'
import { previewRule } from '#lib/services/alerts/preview-rule'
import { runningServer } from '#lib/services/running-server'
import { isKind } from '../../../../alerts/kind-labels'
import { currentSession } from '../../../../session'

/** The service looks at the settings and the scope field by field. */
const sentRule = z.object({
  id: z.int().optional(),
  kind: z.string().refine(isKind),
  name: z.string().max(200),
  enabled: z.boolean(),
  settings: z.record(z.string(), z.unknown()),
  scope: z.object({}).loose(),
})

/**
 * When a rule, as a form has it, would have fired; nothing is saved. No server action: those wait for each other, and to
 * save must not wait until a month of history is looked through.
 */
export async function POST(request: Request): Promise<Response> {
  const session = await currentSession()
  if (session?.role !== 'owner') return Response.json({ reason: 'only the owner tries rules' }, { status: 403 })
  const sent = sentRule.safeParse(await request.json().catch(() => undefined))
  if (!sent.success) return Response.json({ reason: 'this is no rule' }, { status: 400 })
  return Response.json(await previewRule(runningServer(), sent.data), { headers: { 'cache-control': 'no-store' } })
}

import { runningServer } from '#lib/services/running-server'
import { currentSession } from '../../../session'

/** A rig's money taken apart, for the drawer that opens from a list. */
export async function GET(_request: Request, context: { params: Promise<{ rigId: string }> }): Promise<Response> {
  if (!(await currentSession())) return Response.json({ reason: 'sign in first' }, { status: 401 })
  const rigId = Number((await context.params).rigId)
  const rig = Number.isSafeInteger(rigId) ? await runningServer().fleet.rig(rigId) : undefined
  if (!rig) return Response.json({ reason: 'there is no such rig' }, { status: 404 })
  return Response.json({ timeZone: rig.site.timeZone, perDay: rig.perDay, today: rig.today })
}

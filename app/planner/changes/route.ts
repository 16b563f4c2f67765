import { whatChanged } from '#lib/services/planner/what-changed'
import { runningServer } from '#lib/services/running-server'
import { currentSession } from '../../session'

/** What moves a day's profit, for the card on the fleet page that renews itself. */
export async function GET(): Promise<Response> {
  if (!(await currentSession())) return Response.json({ reason: 'sign in first' }, { status: 401 })
  return Response.json(await whatChanged(runningServer()), { headers: { 'cache-control': 'no-store' } })
}

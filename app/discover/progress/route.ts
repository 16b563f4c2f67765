import { listDiscovery } from '#lib/services/discovery/list-discovery'
import { runningServer } from '#lib/services/running-server'
import { currentSession } from '../../session'
import type { Discovered } from '../discovered'

/** For the page that waits for an agent to look around. */
export async function GET(): Promise<Response> {
  const session = await currentSession()
  if (session?.role !== 'owner') {
    const error = { code: 'unauthorized', message: 'Only the owner looks for machines.' }
    return Response.json({ error }, { status: 401 })
  }
  const body: Discovered = { agents: await listDiscovery(runningServer()) }
  return Response.json(body, { headers: { 'cache-control': 'no-store' } })
}

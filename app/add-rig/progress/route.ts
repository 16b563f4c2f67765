import { currentSession } from '../../session'
import { loadProgress } from '../load-progress'

/** For the page that waits for a rig to appear. */
export async function GET(): Promise<Response> {
  const session = await currentSession()
  if (session?.role !== 'owner') {
    const error = { code: 'unauthorized', message: 'Only the owner adds rigs.' }
    return Response.json({ error }, { status: 401 })
  }
  return Response.json(await loadProgress(), { headers: { 'cache-control': 'no-store' } })
}

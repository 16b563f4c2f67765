import { healthOf } from '#lib/services/health'
import { runningServer } from '#lib/services/running-server'

/** Public, for load balancers and watchdogs: one word, and 503 where the server does not do its work. */
export function GET(): Response {
  const status = healthOf(runningServer())
  return Response.json({ status }, { status: status === 'ok' ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}

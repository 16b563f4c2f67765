/** Public, for load balancers and watchdogs: the server answers, and nothing else is told. */
export function GET(): Response {
  return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } })
}

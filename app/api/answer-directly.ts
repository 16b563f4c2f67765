import type { IncomingMessage, ServerResponse } from 'node:http'
import { securityHeaders } from '../security-headers'
import { GET as fleetChart } from './v1/fleet/chart/route'
import { GET as rigReadings } from './v1/rigs/[id]/readings/route'

type Run = (request: Request, id: string) => Promise<Response>

const CHARTS: { path: RegExp; run: Run }[] = [
  { path: /^\/api\/v1\/fleet\/chart$/, run: fleetChart },
  {
    path: /^\/api\/v1\/rigs\/(\d+)\/readings$/,
    run: (request, id) => rigReadings(request, { params: Promise.resolve({ id }) }),
  },
]

/**
 * Answers a question for a chart without Next.js, whose way to a route handler takes half as long as the chart; false where
 * the request is for anything else. The route handlers are the same ones: who may look, what may be asked and how errors
 * are said stands there alone. What they throw is a bug, reported and answered with 500.
 */
export function answerDirectly(
  request: IncomingMessage,
  response: ServerResponse,
  reportError: (error: unknown) => void,
): boolean {
  if (request.method !== 'GET' || request.url === undefined) return false
  const [path = ''] = request.url.split('?', 1)
  for (const chart of CHARTS) {
    const found = chart.path.exec(path)
    if (!found) continue
    void answered(request, (asked) => chart.run(asked, found[1] ?? ''), reportError).then(
      ({ status, headers, body }) => {
        response.writeHead(status, { ...headers, 'content-length': body.byteLength })
        response.end(body)
      },
    )
    return true
  }
  return false
}

async function answered(
  request: IncomingMessage,
  run: (request: Request) => Promise<Response>,
  reportError: (error: unknown) => void,
): Promise<{ status: number; headers: { [name: string]: string }; body: Uint8Array }> {
  const headers = headersOf(request)
  const fixed = securityHeaders((name) => headers.get(name))
  try {
    const answer = await run(new Request(new URL(request.url ?? '/', 'http://localhost'), { headers }))
    const body = new Uint8Array(await answer.arrayBuffer())
    return { status: answer.status, headers: { ...Object.fromEntries(answer.headers), ...fixed }, body }
  } catch (error) {
    reportError(error)
    return { status: 500, headers: fixed, body: new TextEncoder().encode('Internal Server Error') }
  }
}

function headersOf({ headers }: IncomingMessage): Headers {
  const copied = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') copied.set(name, value)
  }
  return copied
}

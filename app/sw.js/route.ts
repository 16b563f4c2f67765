import { WORKER_SCRIPT } from './worker-script'

/** Public: the program a browser keeps for messages. Asked for anew at each visit, so that an update arrives. */
export function GET(): Response {
  return new Response(WORKER_SCRIPT, {
    headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' },
  })
}

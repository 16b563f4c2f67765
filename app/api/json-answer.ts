import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'

const compress = promisify(gzip)
/** Below it, compressing costs more than it saves. */
const LEAST_BYTES = 1024

/**
 * JSON, compressed where the client takes it. The lowest level: columns of figures become hardly smaller by the level
 * that pages are compressed with, and that takes three times as long.
 */
export async function jsonAnswer(
  request: Request,
  value: unknown,
  given: { [name: string]: string },
): Promise<Response> {
  const text = JSON.stringify(value)
  const headers = { ...given, 'content-type': 'application/json', vary: 'accept-encoding' }
  if (text.length < LEAST_BYTES || !takesGzip(request)) return new Response(text, { headers })
  const body = await compress(text, { level: constants.Z_BEST_SPEED })
  return new Response(body, { headers: { ...headers, 'content-encoding': 'gzip' } })
}

function takesGzip(request: Request): boolean {
  const named = request.headers.get('accept-encoding')?.split(',') ?? []
  // A weight of 0 says no.
  return named.some((name) => /^\s*gzip\s*(;\s*q=(1|0\.0*[1-9]).*)?$/i.test(name))
}

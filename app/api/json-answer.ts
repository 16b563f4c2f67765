import { promisify } from 'node:util'
import { constants, gzip, gzipSync } from 'node:zlib'
import { ADDRESS_HEADER } from '#lib/services/auth/forwarded-headers'

const compressApart = promisify(gzip)
/** Below it, compressing costs more than it saves. */
const LEAST_LENGTH = 1024
/** Up to it, another thread would take longer to answer than compressing takes: a chart is 50,000, half a millisecond. */
const MOST_LENGTH_AT_ONCE = 131_072

/**
 * JSON, compressed where the client takes it and is not on this machine. The lowest level: columns of figures become hardly smaller by the level
 * that pages are compressed with, and that takes three times as long.
 */
export async function jsonAnswer(
  request: Request,
  value: unknown,
  given: { [name: string]: string },
): Promise<Response> {
  const text = JSON.stringify(value)
  const headers = { ...given, 'content-type': 'application/json', vary: 'accept-encoding' }
  if (text.length < LEAST_LENGTH || isOfThisMachine(request) || !takesGzip(request))
    return new Response(text, { headers })
  const level = { level: constants.Z_BEST_SPEED }
  const body = text.length > MOST_LENGTH_AT_ONCE ? await compressApart(text, level) : gzipSync(text, level)
  return new Response(body, { headers: { ...headers, 'content-encoding': 'gzip' } })
}

// Between programs of one machine bytes cost nothing, and a chart would take 1.7 ms to compress and to unpack.
function isOfThisMachine(request: Request): boolean {
  return /^(127\.|::1$)/.test(request.headers.get(ADDRESS_HEADER) ?? '')
}

function takesGzip(request: Request): boolean {
  const named = request.headers.get('accept-encoding')?.split(',') ?? []
  // A weight of 0 says no.
  return named.some((name) => /^\s*gzip\s*(;\s*q=(1|0\.0*[1-9]).*)?$/i.test(name))
}

/** `limited`: the service said that it was asked too often, and perhaps when it will answer again. */
export type FetchedJson =
  | { ok: true; body: unknown }
  | { ok: false; reason: string; limited?: boolean; retryAfterMs?: number }

const TIMEOUT_MS = 10_000
const MAX_BYTES = 1_000_000

/**
 * Gets a JSON document over HTTP, bounded in time (10 s unless told) and size (1 MB). Redirects are not followed, so
 * that the list of hosts we contact stays true. Every failure is a reason in words that repeats nothing of the address
 * but its host. With `post` it is a POST of that JSON.
 */
export async function fetchJson(
  address: string,
  timeoutMs = TIMEOUT_MS,
  send: { headers?: Record<string, string>; post?: unknown } = {},
): Promise<FetchedJson> {
  const { host } = new URL(address)
  try {
    const response = await fetch(address, {
      ...(send.post === undefined ? {} : { method: 'POST', body: JSON.stringify(send.post) }),
      headers: {
        accept: 'application/json',
        ...(send.post === undefined ? {} : { 'content-type': 'application/json' }),
        ...send.headers,
      },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (!response.ok) {
      await response.body?.cancel()
      const limited = response.status === 429
      const reason = limited ? `${host} asks for fewer requests` : `${host} answered ${response.status}`
      return { ok: false, reason, limited, retryAfterMs: retryAfter(response) }
    }
    const text = await readBounded(response)
    if (text === undefined) return { ok: false, reason: `${host} sent more than ${MAX_BYTES} bytes` }
    return parse(host, text)
  } catch (error) {
    return { ok: false, reason: explain(host, error, timeoutMs) }
  }
}

function parse(host: string, text: string): FetchedJson {
  try {
    return { ok: true, body: JSON.parse(text) }
  } catch {
    return { ok: false, reason: `${host} sent something that is not JSON` }
  }
}

async function readBounded(response: Response): Promise<string | undefined> {
  const reader = response.body?.getReader()
  if (!reader) return ''
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.byteLength
    if (bytes > MAX_BYTES) {
      await reader.cancel()
      return undefined
    }
    text += decoder.decode(part.value, { stream: true })
  }
  return text + decoder.decode()
}

// RFC 9110, 10.2.3: seconds, or a date.
function retryAfter(response: Response): number | undefined {
  const header = response.headers.get('retry-after')?.trim()
  if (header && /^\d+$/.test(header)) return Number(header) * 1000
  const until = header ? Date.parse(header) : Number.NaN
  return Number.isFinite(until) ? Math.max(0, until - Date.now()) : undefined
}

function explain(host: string, error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return `${host} did not answer within ${timeoutMs / 1000} s`
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const why = cause instanceof Error ? cause.message || ('code' in cause ? String(cause.code) : cause.name) : 'unknown'
  return `${host} could not be reached: ${why}`
}

import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { challenged, loginHeader } from './http-login'
import { describeTarget, type FetchedPage, type ReadFailure, type Target } from './miner-reader'
import { isPrivateAddress } from './private-address'
import { elsewhereWords, forgetPlace, redirectOf, rememberedPlace, rememberPlace } from './secure-place'

export const MAXIMUM_REPLY_BYTES = 4 * 1024 * 1024

export type HttpReply =
  | { ok: true; status: number; json: unknown; cookie?: string }
  | { ok: false; problem: string; failure: ReadFailure /** Of an answer that is no JSON. */; status?: number }

/** A question that is more than a GET: a login, or a machine that answers only to POST. */
export type HttpAsk = {
  method?: 'GET' | 'POST'
  headers?: { [name: string]: string }
  /** Sent as JSON. */
  json?: unknown
  /** Sent as a form, where no `json` is. */
  form?: { [name: string]: string }
}

/**
 * One question for a JSON document. A status other than 2xx with a JSON body is still a reply: miners explain themselves
 * there. `path` may carry a secret (a session), so problems name the target alone. `parse` throws on what is no document.
 */
export async function getJson(
  target: Target,
  path: string,
  ask: HttpAsk = {},
  parse: (text: string) => unknown = JSON.parse,
): Promise<HttpReply> {
  const place = describeTarget({ ...target, scheme: target.scheme === 'https' ? 'https' : 'http' })
  const fetched = await fetchOnce(target, path, ask)
  if (!fetched.ok) return { ok: false, failure: fetched.failure, problem: `${place} ${fetched.problem}` }
  if (fetched.status === 401 || fetched.status === 403) {
    const told = target.token !== undefined || target.password !== undefined
    const problem = told ? 'did not accept the credentials it was given' : 'wants a token or a password'
    return { ok: false, failure: 'denied', problem: `${place} ${problem} (HTTP ${fetched.status})` }
  }
  if (fetched.elsewhere !== undefined) {
    const problem = `${place} ${elsewhereWords(fetched.elsewhere)}`
    return { ok: false, failure: 'not-this-miner', problem, status: fetched.status }
  }
  try {
    const json: unknown = parse(fetched.text)
    return { ok: true, status: fetched.status, json, ...(fetched.cookie ? { cookie: fetched.cookie } : {}) }
  } catch {
    if (fetched.status < 300) forgetPlace(target)
    const problem = `${place} answered HTTP ${fetched.status} with something that is not JSON`
    return { ok: false, failure: 'not-this-miner', problem, status: fetched.status }
  }
}

/** Whether a page is not there at all, as in older versions: one that broke off is no reason to go without it. */
export function isMissing(reply: HttpReply): boolean {
  return (reply.status ?? 0) >= 400
}

const strangers = new WeakMap<Target, Target>()

/**
 * For machines with a login of their own: a password goes to that alone, never into a header. The same object for the same target, so that
 * what is remembered of it by the next poll is remembered.
 */
export function withoutCredentials(target: Target): Target {
  const { user: _user, password: _password, token: _token, ...rest } = target
  const stranger = strangers.get(target) ?? rest
  strangers.set(target, stranger)
  return stranger
}

/** "http://10.0.0.5:80 answers, but not as a Bitaxe does". */
export function notThisMiner(target: Target, words: string): { ok: false; failure: 'not-this-miner'; problem: string } {
  const place = describeTarget({ ...target, scheme: target.scheme ?? 'http' })
  return { ok: false, failure: 'not-this-miner', problem: `${place} answers, but not as ${words} does` }
}

/** While a machine is being found out, families ask for the same pages: each is fetched once. */
async function fetchOnce(target: Target, path: string, ask: HttpAsk): Promise<FetchedPage> {
  const { heard } = target
  if (heard === undefined || ask.method === 'POST' || ask.headers !== undefined)
    return fetchWithLogin(target, path, ask)
  if (heard.deaf) return heard.deaf
  const before = heard.pages.get(path)
  if (before) return before
  const page = fetchWithLogin(target, path, ask)
  heard.pages.set(path, page)
  const fetched = await page
  // Whoever speaks no HTTP on one path speaks none on the others.
  if (!fetched.ok && fetched.problem === NO_HTTP) heard.deaf = fetched
  return fetched
}

async function fetchWithLogin(target: Target, path: string, ask: HttpAsk): Promise<FetchedPage> {
  const known = rememberedPlace(target)
  if (known !== undefined) {
    const page = await fetchHere(known, path, ask)
    // It may have been set back to plain HTTP: the next question begins at the front door.
    if (!page.ok || page.location !== undefined) forgetPlace(target)
    return page
  }
  const page = await fetchHere(target, path, ask)
  const redirect = page.ok ? redirectOf(target, page.location) : undefined
  if (redirect === undefined || !page.ok) return page
  if ('elsewhere' in redirect) return { ...page, elsewhere: redirect.elsewhere }
  const moved = await fetchHere(redirect.place, path, ask)
  if (moved.ok && moved.status < 300) rememberPlace(target, redirect.place)
  return moved
}

async function fetchHere(target: Target, path: string, ask: HttpAsk): Promise<FetchedPage> {
  const method = ask.method ?? 'GET'
  const login = loginHeader(target, method, path)
  const first = await fetchText(target, path, ask, login)
  if (!first.ok || first.status !== 401) return first
  if (!challenged(target, first.challenge, login.authorization !== undefined)) return first
  return fetchText(target, path, ask, loginHeader(target, method, path))
}

function bodyOf(ask: HttpAsk): { text?: string; headers: { [name: string]: string } } {
  const sent = (text: string, type: string) => ({
    text,
    headers: { 'content-type': type, 'content-length': String(Buffer.byteLength(text)) },
  })
  if (ask.json !== undefined) return sent(JSON.stringify(ask.json), 'application/json')
  if (ask.form !== undefined) return sent(new URLSearchParams(ask.form).toString(), 'application/x-www-form-urlencoded')
  return ask.method === 'POST' ? { text: '', headers: { 'content-length': '0' } } : { headers: {} }
}

function fetchText(
  target: Target,
  path: string,
  ask: HttpAsk,
  login: { authorization?: string },
): Promise<FetchedPage> {
  return new Promise((resolve) => {
    const open = target.scheme === 'https' ? requestHttps : requestHttp
    const body = bodyOf(ask)
    const fail = (failure: ReadFailure, problem: string) => {
      clearTimeout(deadline)
      resolve({ ok: false, failure, problem })
      request.destroy()
    }
    let request: ClientRequest
    try {
      request = open({
        host: target.host,
        port: target.port,
        path,
        method: ask.method ?? 'GET',
        headers: { accept: 'application/json', connection: 'close', ...login, ...body.headers, ...ask.headers },
        agent: false,
        ...(target.scheme === 'https' ? { rejectUnauthorized: !isPrivateAddress(target.host) } : {}),
        // Small HTTP servers in miners get line ends and lengths wrong; we only ever read from them.
        insecureHTTPParser: true,
      })
    } catch {
      // A name, or a session that the machine gave, with a line end or the like. The error would repeat it.
      const problem = 'cannot be asked: the login or session for it holds characters that HTTP does not carry'
      resolve({ ok: false, failure: 'not-this-miner', problem })
      return
    }
    const deadline = setTimeout(
      () => fail('unreachable', `did not answer within ${target.timeoutMs} ms`),
      target.timeoutMs,
    )
    request.on('error', (error) => fail(...connectionProblem(error)))
    request.on('response', (response: IncomingMessage) => {
      const chunks: Buffer[] = []
      let bytes = 0
      const finish = () => {
        clearTimeout(deadline)
        const cookie = response.headers['set-cookie']?.map((line) => line.split(';')[0]).join('; ')
        const challenge = response.headers['www-authenticate']
        const status = response.statusCode ?? 0
        const location = status >= 300 && status < 400 ? response.headers.location : undefined
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({
          ok: true,
          status,
          text,
          ...(cookie ? { cookie } : {}),
          ...(challenge ? { challenge } : {}),
          ...(location ? { location } : {}),
        })
      }
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > MAXIMUM_REPLY_BYTES) return fail('not-this-miner', 'sent more than 4 MiB, which no miner does')
        chunks.push(chunk)
      })
      response.on('end', finish)
      // A server that closes early, against its own content-length, has often sent the whole document.
      response.on('aborted', finish)
      response.on('error', finish)
    })
    request.end(body.text)
  })
}

const NO_HTTP = 'does not speak HTTP'

/** What went wrong with a socket, in words that begin after the target's name. */
export function connectionProblem(error: NodeJS.ErrnoException): [ReadFailure, string] {
  const words: { [code: string]: string } = {
    ECONNREFUSED: 'refused the connection: nothing listens there',
    ECONNRESET: 'closed the connection without an answer',
    EPIPE: 'closed the connection without an answer',
    EHOSTUNREACH: 'cannot be reached',
    ENETUNREACH: 'cannot be reached',
    ETIMEDOUT: 'cannot be reached',
    ENOTFOUND: 'is not a name that can be looked up',
    EAI_AGAIN: 'is not a name that can be looked up',
  }
  const code = error.code ?? ''
  if (code.startsWith('HPE_')) return ['not-this-miner', NO_HTTP]
  // The other side hung up: something listens there, but does not understand us.
  if (code === 'ECONNRESET' || code === 'EPIPE') return ['not-this-miner', words[code] ?? '']
  if (/CERT|SELF_SIGNED|SSL|TLS/.test(code))
    return ['not-this-miner', `has no certificate that can be trusted (${code})`]
  return ['unreachable', words[code] ?? `cannot be reached (${code || 'unknown error'})`]
}

import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { describeTarget, type ReadFailure, type Target } from './miner-reader'

export const MAXIMUM_REPLY_BYTES = 4 * 1024 * 1024

export type HttpReply =
  | { ok: true; status: number; json: unknown }
  | { ok: false; problem: string; failure: ReadFailure }

/**
 * One GET of a JSON document. A status other than 2xx with a JSON body is still a reply: miners explain themselves
 * there. `path` may carry a secret (a session), so problems name the target alone.
 */
export async function getJson(target: Target, path: string): Promise<HttpReply> {
  const place = describeTarget({ ...target, scheme: target.scheme === 'https' ? 'https' : 'http' })
  const fetched = await getText(target, path)
  if (!fetched.ok) return { ok: false, failure: fetched.failure, problem: `${place} ${fetched.problem}` }
  if (fetched.status === 401 || fetched.status === 403) {
    const told = target.token !== undefined || target.password !== undefined
    const problem = told ? 'did not accept the credentials it was given' : 'wants a token or a password'
    return { ok: false, failure: 'denied', problem: `${place} ${problem} (HTTP ${fetched.status})` }
  }
  try {
    const json: unknown = JSON.parse(fetched.text)
    return { ok: true, status: fetched.status, json }
  } catch {
    const problem = `${place} answered HTTP ${fetched.status} with something that is not JSON`
    return { ok: false, failure: 'not-this-miner', problem }
  }
}

type Fetched = { ok: true; status: number; text: string } | { ok: false; failure: ReadFailure; problem: string }

function getText(target: Target, path: string): Promise<Fetched> {
  return new Promise((resolve) => {
    const secure = target.scheme === 'https'
    const open = secure ? requestHttps : requestHttp
    const fail = (failure: ReadFailure, problem: string) => {
      clearTimeout(deadline)
      resolve({ ok: false, failure, problem })
      request.destroy()
    }
    const request = open({
      host: target.host,
      port: target.port,
      path,
      method: 'GET',
      headers: { accept: 'application/json', connection: 'close', ...authorization(target) },
      agent: false,
      // Small HTTP servers in miners get line ends and lengths wrong; we only ever read from them.
      insecureHTTPParser: true,
    })
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
        resolve({ ok: true, status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') })
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
    request.end()
  })
}

function authorization(target: Target): { authorization?: string } {
  if (target.token !== undefined) return { authorization: `Bearer ${target.token}` }
  if (target.user === undefined) return {}
  const pair = Buffer.from(`${target.user}:${target.password ?? ''}`).toString('base64')
  return { authorization: `Basic ${pair}` }
}

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
  if (code.startsWith('HPE_')) return ['not-this-miner', 'does not speak HTTP']
  // The other side hung up: something listens there, but does not understand us.
  if (code === 'ECONNRESET' || code === 'EPIPE') return ['not-this-miner', words[code] ?? '']
  if (/CERT|SELF_SIGNED|SSL|TLS/.test(code))
    return ['not-this-miner', `has no certificate that can be trusted (${code})`]
  return ['unreachable', words[code] ?? `cannot be reached (${code || 'unknown error'})`]
}

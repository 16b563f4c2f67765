import { getJson, type HttpAsk, type HttpReply, withoutCredentials } from './http-json'
import { describeTarget, type ReaderMemory, type Target } from './miner-reader'

/** How one family's web server lets somebody in. */
export type Door = {
  /** What a token looks like in a request. */
  headers: (token: string) => { [name: string]: string }
  /** Buys a token for the target's name and password; nothing when they are not accepted. */
  logIn: (open: Target, user: string | undefined, password: string) => Promise<string | undefined>
  /** Replies that mean "log in first" without being HTTP 401 or 403. */
  refuses?: (json: unknown) => boolean
}

export type WebSession = (path: string, ask?: HttpAsk) => Promise<HttpReply>

/**
 * Asks without credentials first, and again with the token that the password bought where that was refused. The password goes
 * to the login alone; the token is kept in `memory` until the machine no longer knows it.
 */
export function openSession(target: Target, memory: ReaderMemory, door: Door): WebSession {
  const open = withoutCredentials(target)
  const refused = (reply: HttpReply) => (reply.ok ? door.refuses?.(reply.json) === true : reply.failure === 'denied')
  const asked = (path: string, ask: HttpAsk, token: string | undefined) =>
    getJson(open, path, token === undefined ? ask : { ...ask, headers: { ...door.headers(token), ...ask.headers } })
  const denied = (reply: HttpReply): HttpReply => {
    if (!reply.ok || !refused(reply)) return reply
    const told = target.token !== undefined || target.password !== undefined
    const words = told ? 'did not accept the credentials it was given' : 'wants a token or a password'
    return { ok: false, failure: 'denied', problem: `${describeTarget(open)} ${words}` }
  }
  return async (path, ask = {}) => {
    const reply = await asked(path, ask, target.token ?? memory.session)
    if (!refused(reply) || target.password === undefined) return denied(reply)
    memory.session = await door.logIn(open, target.user, target.password)
    return denied(memory.session === undefined ? reply : await asked(path, ask, memory.session))
  }
}

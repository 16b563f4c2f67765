import type { Reading } from '#lib/domain/reading'

/** Where one miner's API listens, and what it may be told to let us in. */
export type Target = {
  host: string
  port: number
  scheme?: 'tcp' | 'http' | 'https'
  user?: string
  password?: string
  token?: string
  /** For one request to the miner, connecting included. */
  timeoutMs: number
  /** Only while it is being found out what answers. */
  heard?: HeardPages
}

/** One page of a machine's web server, or why there is none; the problem begins after the target's name. */
export type FetchedPage =
  | {
      ok: true
      status: number
      text: string
      cookie?: string
      challenge?: string
      location?: string
      /** Where it sends its visitors, when nobody follows them there. */
      elsewhere?: string
    }
  | { ok: false; failure: ReadFailure; problem: string }

/** What a machine answered to one family while it is being found out, so that the next need not ask again. */
export type HeardPages = { pages: Map<string, Promise<FetchedPage>>; deaf?: FetchedPage }

/** A reading before the caller stamps its time on it. */
export type MinerReading = Omit<Reading, 'at' | 'intervalSeconds'>

/** Why a read gave nothing: nobody there, not let in, or something there that is not this kind of miner. */
export type ReadFailure = 'unreachable' | 'denied' | 'not-this-miner'

/** `problem` is one clear sentence that names the target and never holds a secret. */
export type MinerRead =
  | {
      ok: true
      reading: MinerReading /** Figures left out because no such machine can reach them. */
      dropped?: number
    }
  | { ok: false; problem: string; failure: ReadFailure }

/**
 * What a reader remembers of one target between polls. The caller makes one empty object per target and passes the
 * same one to every read; only readers look inside. A single probe passes none.
 */
export type ReaderMemory = {
  /** A counter that only grows while hashes are done; tells a live machine from a switched-off one. */
  workCounter?: { value: number; movedAtMs: number }
  /** Set once a machine has shown that it cannot answer several commands in one request. */
  joinedCommandsFail?: boolean
  /** Questions that it left without an answer, which are not asked again: each would cost the whole time-out. */
  unanswered?: string[]
  /** How a question must end for this machine to hear it. */
  questionEnding?: string
  /** How it takes questions, where that is not the usual way. */
  questionForm?: 'command' | 'cmd' | 'plain'
  /** A session that a password bought; never written anywhere. */
  session?: string
}

/** What a person should know of one kind of miner; the rows of `docs/miners.md` are made of these. */
export type MinerGuide = {
  /** The `miner.name` of its readings. */
  kind: string
  /** The machines or programs meant, as their owners call them. */
  machines: string
  /** Transport, port and login, as `HTTP 80, digest login (root/root unless changed)`. */
  reached: string
  /** What of a reading it tells and what it leaves out. */
  tells: string
  /** How its API is switched on in the miner, or that it is on as shipped. */
  switchOn: string
  /** Where its format is documented, or whose recorded replies it was built from. */
  source: string
  /** `recorded`: replies of a real machine; `documented`: replies made from its documentation; `unverified`: neither. */
  evidence: 'recorded' | 'documented' | 'unverified'
}

export interface MinerReader {
  /** The name under which the registry knows it. */
  family: string
  /** One for each of `kinds`. */
  guides: readonly MinerGuide[]
  /** Every `miner.name` it can produce, which are the kinds that `--miner` takes. */
  kinds: string[]
  transport: 'tcp' | 'http'
  defaultPort: number
  /** Reads once. Expected failures are values; it throws only on a bug. */
  read(target: Target, memory?: ReaderMemory): Promise<MinerRead>
}

/** The target without its credentials, for people. */
export function describeTarget(target: Pick<Target, 'host' | 'port' | 'scheme'>): string {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host
  return target.scheme ? `${target.scheme}://${host}:${target.port}` : `${host}:${target.port}`
}

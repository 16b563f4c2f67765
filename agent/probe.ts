import type { Reading } from '#lib/domain/reading'
import { describeTarget, type MinerRead, type MinerReader, type Target } from './miners/miner-reader'
import { MINER_KINDS, MINER_READERS, readersOf } from './miners/registry'
import { parseTarget, type TargetText } from './parse-target'

export type ProbeRequest = {
  /** As written by a person, or taken apart already. */
  target: string | TargetText
  /** A `miner.name` or a family; absent: find out. */
  kind?: string
  user?: string
  password?: string
  token?: string
  /** For one request to a miner. */
  timeoutMs: number
}

export type ProbeResult =
  | { ok: true; reading: Reading; family: string; target: Target }
  | { ok: false; problem: string; tried: string[] }

/**
 * Reads one machine once and finds out what it is where nobody says. Only reading commands are sent, one family at a time on each
 * port, and credentials only if given. `problem` is one line that names the target and never holds a secret.
 */
export async function probeTarget(request: ProbeRequest): Promise<ProbeResult> {
  const parsed =
    typeof request.target === 'string' ? parseTarget(request.target) : { ok: true as const, target: request.target }
  if (!parsed.ok) return { ok: false, problem: parsed.problem, tried: [] }
  const { host, port, scheme } = parsed.target
  const named = request.kind === undefined ? undefined : readersOf(request.kind)
  if (named?.length === 0) {
    return { ok: false, problem: `no kind of miner is called that; there are ${MINER_KINDS.join(', ')}`, tried: [] }
  }
  const credentials = {
    user: request.user ?? parsed.target.user,
    password: request.password ?? parsed.target.password,
    token: request.token,
  }
  const readers = (named ?? MINER_READERS).filter((reader) => fits(reader, scheme))
  if (readers.length === 0) {
    return { ok: false, problem: `${request.kind} does not speak ${scheme}`, tried: [] }
  }
  const attempts = readers.map((reader) => ({
    reader,
    target: {
      host,
      port: port ?? reader.defaultPort,
      scheme: schemeOf(reader, scheme),
      ...credentials,
      timeoutMs: request.timeoutMs,
    },
  }))
  return firstAnswer(attempts, describeTarget({ host, port: port ?? 0, scheme }).replace(/:0$/, ''))
}

function fits(reader: MinerReader, scheme: TargetText['scheme']): boolean {
  return scheme === undefined || (scheme === 'tcp') === (reader.transport === 'tcp')
}

function schemeOf(reader: MinerReader, scheme: TargetText['scheme']): 'tcp' | 'http' | 'https' {
  return scheme ?? reader.transport
}

type Attempt = { reader: MinerReader; target: Target }
type Answer = { attempt: Attempt; read: MinerRead }

/** Ports at once, and on one port TCP beside HTTP; within these one family after another, until one knows the machine. */
async function firstAnswer(attempts: Attempt[], name: string): Promise<ProbeResult> {
  const lanes = new Map<string, Attempt[]>()
  for (const attempt of attempts) {
    const lane = `${attempt.target.port} ${attempt.target.scheme === 'tcp' ? 'tcp' : 'http'}`
    lanes.set(lane, [...(lanes.get(lane) ?? []), attempt])
  }
  const answers: Answer[] = []
  const found = await new Promise<Answer | undefined>((resolve) => {
    const ends = [...lanes.values()].map(async (lane) => {
      for (const answer of await tryInTurn(lane)) {
        answers.push(answer)
        if (answer.read.ok) resolve(answer)
      }
    })
    void Promise.all(ends).then(() => resolve(undefined))
  })
  if (found?.read.ok) {
    const { reader, target } = found.attempt
    return { ok: true, reading: { at: Date.now(), ...found.read.reading }, family: reader.family, target }
  }
  const tried = [
    ...new Set(attempts.map(({ reader, target }) => `${reader.family} on ${target.scheme} port ${target.port}`)),
  ]
  return { ok: false, problem: problemOf(answers, name, tried), tried }
}

async function tryInTurn(lane: Attempt[]): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const attempt of lane) {
    const read = await attempt.reader.read(attempt.target)
    answers.push({ attempt, read })
    // Nobody there for one family is nobody there for all; who wants credentials has been found.
    if (read.ok || read.failure !== 'not-this-miner') break
  }
  return answers
}

function problemOf(answers: Answer[], name: string, tried: string[]): string {
  const failures = answers.flatMap(({ read }) => (read.ok ? [] : [read]))
  const denied = failures.find((read) => read.failure === 'denied')
  if (denied) return denied.problem
  const [only] = failures
  if (tried.length === 1 && only) return `${only.problem} (tried ${tried.join(', ')})`
  const heard = failures.some((read) => read.failure === 'not-this-miner')
  const why = heard
    ? 'answers, but not as any miner that is known here'
    : failures.length > 0
      ? reasonOf(failures)
      : 'gave no answer'
  return `${name} ${why} (tried ${tried.join(', ')})`
}

/** One reason when all failed alike. */
function reasonOf(failures: { problem: string }[]): string {
  const reasons = new Set(failures.map((read) => read.problem.replace(/^\S+\s/, '')))
  const [only] = reasons
  return reasons.size === 1 && only ? only : 'did not answer as a miner'
}

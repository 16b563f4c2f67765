import { plainText } from '#lib/domain/plain-text'
import type { Reading } from '#lib/domain/reading'
import { describeTarget, type HeardPages, type MinerRead, type MinerReader, type Target } from './miners/miner-reader'
import { MINER_KINDS, MINER_READERS, readersOf } from './miners/registry'
import { isSentElsewhere } from './miners/secure-place'
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
      port: port ?? portOf(reader, scheme),
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

function portOf(reader: MinerReader, scheme: TargetText['scheme']): number {
  return scheme === 'https' && reader.defaultPort === 80 ? 443 : reader.defaultPort
}

function schemeOf(reader: MinerReader, scheme: TargetText['scheme']): 'tcp' | 'http' | 'https' {
  return scheme ?? reader.transport
}

type Attempt = { reader: MinerReader; target: Target }
type Answer = { attempt: Attempt; read: MinerRead }

/** How long the others may still take once one family knows the machine: a richer API may be on another port. */
const PATIENCE_MS = 750
/** A lane begins no further family after this many times the time for one request. */
const LANE_TIMES = 3

/** Ports at once, and on one port TCP beside HTTP; within these one family after another, until one knows the machine. */
async function firstAnswer(attempts: Attempt[], name: string): Promise<ProbeResult> {
  const lanes = new Map<string, Attempt[]>()
  for (const attempt of attempts) {
    const lane = `${attempt.target.port} ${attempt.target.scheme === 'tcp' ? 'tcp' : 'http'}`
    lanes.set(lane, [...(lanes.get(lane) ?? []), attempt])
  }
  // Whose usual port this is asks first: others' questions may leave such a machine silent.
  for (const [lane, some] of lanes)
    lanes.set(
      lane,
      some.toSorted((a, b) => strange(a) - strange(b)),
    )
  const answers: Answer[] = []
  await new Promise<void>((resolve) => {
    let patience: NodeJS.Timeout | undefined
    const heard = (answer: Answer) => {
      answers.push(answer)
      if (answer.read.ok) patience ??= setTimeout(resolve, PATIENCE_MS)
    }
    void Promise.all([...lanes.values()].map((lane) => tryInTurn(lane, heard))).then(() => {
      clearTimeout(patience)
      resolve()
    })
  })
  const order = (answer: Answer) => attempts.indexOf(answer.attempt)
  // The registry lists first what tells most.
  const [best] = answers.filter((answer) => answer.read.ok).toSorted((a, b) => order(a) - order(b))
  if (best?.read.ok) {
    const { reader, target } = best.attempt
    return { ok: true, reading: { at: Date.now(), ...best.read.reading }, family: reader.family, target }
  }
  const tried = [
    ...new Set(attempts.map(({ reader, target }) => `${reader.family} on ${target.scheme} port ${target.port}`)),
  ]
  // The machine's own words may be in it, and it is printed in a terminal.
  return { ok: false, problem: plainText(problemOf(answers, name, triedWords(attempts)), 2_000), tried }
}

function strange({ reader, target }: Attempt): number {
  return reader.defaultPort === target.port ? 0 : 1
}

/** More families at one place than this are counted, not named: the line is read by people. */
const MOST_NAMED = 6

/** "bitaxe, vnish on http port 80; cgminer on tcp port 4028", and of many "bitaxe and 30 other kinds on http port 80". */
function triedWords(attempts: Attempt[]): string {
  const places = new Map<string, string[]>()
  for (const { reader, target } of attempts) {
    const place = `${target.scheme} port ${target.port}`
    places.set(place, [...(places.get(place) ?? []), reader.family])
  }
  return [...places].map(([place, families]) => `${familyWords(families)} on ${place}`).join('; ')
}

function familyWords(families: string[]): string {
  if (families.length <= MOST_NAMED) return families.join(', ')
  const [first] = families
  return `${first} and ${families.length - 1} other kinds`
}

async function tryInTurn(lane: Attempt[], heard: (answer: Answer) => void): Promise<void> {
  const pages: HeardPages = { pages: new Map() }
  const startedMs = performance.now()
  for (const attempt of lane) {
    if (performance.now() - startedMs > LANE_TIMES * attempt.target.timeoutMs) return
    const read = await attempt.reader.read({ ...attempt.target, heard: pages })
    heard({ attempt, read })
    // Nobody there for one family is nobody there for all. One that is not let in may still be told apart by another family.
    if (read.ok || read.failure === 'unreachable') return
  }
}

function problemOf(answers: Answer[], name: string, tried: string): string {
  const failures = answers.flatMap(({ read }) => (read.ok ? [] : [read]))
  const denied = failures.find((read) => read.failure === 'denied')
  if (denied) return denied.problem
  const sentElsewhere = failures.find((read) => isSentElsewhere(read.problem))
  if (sentElsewhere) return sentElsewhere.problem
  const [only] = failures
  if (only && !/[,;]/.test(tried)) return `${only.problem} (tried ${tried})`
  const heard = failures.some((read) => read.failure === 'not-this-miner')
  const why = heard
    ? 'answers, but not as any miner that is known here'
    : failures.length > 0
      ? reasonOf(failures)
      : 'gave no answer'
  return `${name} ${why} (tried ${tried})`
}

/** One reason when all failed alike. */
function reasonOf(failures: { problem: string }[]): string {
  const reasons = new Set(failures.map((read) => read.problem.replace(/^\S+\s/, '')))
  const [only] = reasons
  return reasons.size === 1 && only ? only : 'did not answer as a miner'
}

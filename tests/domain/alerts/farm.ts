import {
  newRigMemory,
  type RigSurroundings,
  type Rule,
  type RuleState,
  remember,
  rigFacts,
  stepRule,
} from '#lib/domain/alerts'
import { DEFAULT_RULES } from '#lib/domain/alerts/alert-rules'
import type { Reading, WorkReport } from '#lib/domain/reading'

export const T0 = Date.UTC(2026, 10, 22, 14)
export const S = 1000
export const MIN = 60_000
export const H = 60 * MIN

/** The rule a new installation has. */
export function rule(builtIn: string, settings: Partial<Rule['settings']> = {}): Rule {
  const found = DEFAULT_RULES.find((each) => each.builtIn === builtIn)
  if (!found) throw new Error(`no rule ${builtIn}`)
  return { ...found, id: 1, settings: { ...found.settings, ...settings } }
}

export type Told = Partial<Omit<Reading, 'at' | 'miner' | 'work'>> & {
  miner?: Partial<Reading['miner']>
  work?: Partial<WorkReport>[]
}

/** A reading of a GPU rig that has run for a day, unless told otherwise. */
export function reading(at: number, { miner, work = [{}], ...rest }: Told = {}): Reading {
  const uptime = Math.round((at - T0) / S) + 86_400
  return {
    at,
    intervalSeconds: 10,
    state: 'hashing',
    miner: { name: 'trex', uptimeSeconds: uptime, ...miner },
    work: work.map((each) => ({
      algorithm: 'kawpow',
      hashesPerSecond: 30e6 + (uptime % 7),
      shares: { accepted: Math.floor(uptime / 20), rejected: 0, stale: 0 },
      ...each,
    })),
    ...rest,
  }
}

/**
 * What a rule says while readings come; a `tick` is the clock's, without a reading. A deed puts another state in place
 * before a step, as an owner's acknowledgement does.
 */
export function run(
  watched: Rule,
  steps: Iterable<{ at: number; told?: Told; tick?: boolean }>,
  surroundings: Partial<RigSurroundings> = {},
  deed?: { atStep: number; state: RuleState | undefined },
): {
  said: string[]
  state: RuleState | undefined
  states: (RuleState | undefined)[]
  details: (string | undefined)[]
} {
  const memory = newRigMemory(T0)
  let state: RuleState | undefined
  const said: string[] = []
  const details: (string | undefined)[] = []
  const states: (RuleState | undefined)[] = []
  for (const { at, told, tick } of steps) {
    const nowMs = T0 + at
    if (deed && deed.atStep === states.length) state = deed.state
    if (!tick) remember(memory, reading(nowMs, told))
    const facts = rigFacts(memory, { rigId: 7, lifecycle: 'active', ...surroundings }, nowMs)
    const step = stepRule(watched, state, facts, nowMs)
    state = step.state
    states.push(state)
    for (const { kind, severity, evidence } of step.signals) {
      said.push(`${at / S} ${kind} ${severity}`)
      details.push(evidence.detail)
    }
  }
  return { said, state, states, details }
}

/** Moments every `everySeconds` from `from` to `to` (seconds, both inclusive), each with what is told then. */
export function every(
  everySeconds: number,
  from: number,
  to: number,
  told: Told | ((second: number) => Told) = {},
): { at: number; told: Told }[] {
  const steps: { at: number; told: Told }[] = []
  for (let second = from; second <= to; second += everySeconds) {
    steps.push({ at: second * S, told: typeof told === 'function' ? told(second) : told })
  }
  return steps
}

/** Ticks of the clock without a reading. */
export function silence(everySeconds: number, from: number, to: number): { at: number; tick: true }[] {
  const steps: { at: number; tick: true }[] = []
  for (let second = from; second <= to; second += everySeconds) steps.push({ at: second * S, tick: true })
  return steps
}

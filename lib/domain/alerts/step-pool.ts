import { isKnownPool, poolWords } from '#lib/domain/alerts/pool-key'
import type { Rule } from '#lib/domain/alerts/rule'
import type { RigFacts } from '#lib/domain/alerts/rule-facts'
import { NO_SIGNALS, type RuleState, type Signal, type Step } from '#lib/domain/alerts/rule-state'

/** A rig that switches pools on purpose has some; the oldest goes first. */
const POOLS_REMEMBERED = 32
const READINGS = 2

/**
 * Pool or wallet changed. The first pool of a rig is taken as it is. A strange one is told when two readings in a row
 * show it: the minute that a miner works for its developers comes and goes, mostly between two readings. When the rig
 * comes back to a pool it knows, the strange one is known from then on: it was a fallback, or the developers'. Else it
 * stays told until an owner acknowledges it (`takeAsKnown`).
 */
export function stepPool(rule: Rule, state: RuleState | undefined, facts: RigFacts, nowMs: number): Step {
  const { reading, memory } = facts
  if (!reading) return { state, signals: NO_SIGNALS }
  const known = listOf(state, 'known')
  const strange: string[] = []
  let told = 0
  for (const { atMs, poolKey, algorithm, report } of memory.work) {
    if (poolKey === undefined || atMs !== reading.at || report?.pool?.url === undefined) continue
    if (rule.settings.algorithm !== undefined && rule.settings.algorithm !== algorithm) continue
    told += 1
    if (known.length > 0 ? !isKnownPool(poolKey, known) : !strange.includes(poolKey)) strange.push(poolKey)
  }
  if (told === 0) return { state, signals: NO_SIGNALS }
  if (known.length === 0) return { state: watching({ known: strange }, nowMs), signals: NO_SIGNALS }
  if (!state) return { state, signals: NO_SIGNALS }
  return strange.length === 0
    ? backToKnown(state, known, nowMs)
    : stepStrange(rule, state, known, strange, reading.at, nowMs)
}

/** The state in which the strange pools of an incident are known ones; the next step resolves it. */
export function takePoolAsKnown(state: RuleState): RuleState {
  return { ...state, memory: { ...state.memory, known: joined(listOf(state, 'known'), listOf(state, 'strange')) } }
}

function stepStrange(
  { settings }: Rule,
  state: RuleState,
  known: readonly string[],
  strange: string[],
  readingAtMs: number,
  nowMs: number,
): Step {
  const { severity = 'critical', times = READINGS } = settings
  const before = listOf(state, 'strange')
  const isSame = before.length === strange.length && strange.every((key) => before.includes(key))
  if (state.phase === 'firing') {
    // Another strange pool while one is told: the same incident, with the newest words.
    if (isSame) return { state, signals: NO_SIGNALS }
    const memory = { ...state.memory, strange: joined(before, strange) }
    if (strange.every((key) => before.includes(key))) return { state, signals: NO_SIGNALS }
    const next: RuleState = { ...state, memory, lastAtMs: nowMs }
    return { state: next, signals: [poolSignal('updated', next, known, strange, nowMs)] }
  }
  const seen = state.memory?.seen
  if (state.phase === 'pending' && isSame && state.memory?.readingAt === readingAtMs) {
    return { state, signals: NO_SIGNALS }
  }
  const count = state.phase === 'pending' && isSame && typeof seen === 'number' ? seen + 1 : 1
  const begun = state.phase === 'pending' && isSame
  const next: RuleState = {
    phase: count >= times ? 'firing' : 'pending',
    severity,
    sinceMs: begun ? state.sinceMs : Math.min(readingAtMs, nowMs),
    lastAtMs: nowMs,
    memory: { known: [...known], strange, seen: count, readingAt: readingAtMs },
  }
  if (next.phase === 'firing') {
    next.firedAtMs = nowMs
    return { state: next, signals: [poolSignal('fired', next, known, strange, nowMs)] }
  }
  return { state: next, signals: begun ? NO_SIGNALS : [poolSignal('pending', next, known, strange, nowMs)] }
}

function backToKnown(state: RuleState, known: readonly string[], nowMs: number): Step {
  if (state.phase === 'watching') return { state, signals: NO_SIGNALS }
  const strange = listOf(state, 'strange')
  const isFiring = state.phase === 'firing'
  const memory = { known: isFiring ? joined(known, strange) : [...known] }
  const told = poolSignal(isFiring ? 'resolved' : 'dropped', state, known, strange, nowMs)
  return { state: watching(memory, nowMs), signals: [{ ...told, endedAtMs: nowMs }] }
}

function poolSignal(
  kind: Signal['kind'],
  { severity, sinceMs }: RuleState,
  known: readonly string[],
  strange: readonly string[],
  atMs: number,
): Signal {
  const usual = known[known.length - 1]
  const detail = `${usual === undefined ? '' : `${poolWords(usual)} → `}${strange.map(poolWords).join(', ')}`
  return { kind, severity, sinceMs, evidence: { atMs, detail } }
}

function watching(memory: RuleState['memory'], nowMs: number): RuleState {
  return { phase: 'watching', severity: 'critical', sinceMs: nowMs, lastAtMs: nowMs, memory }
}

function listOf(state: RuleState | undefined, name: 'known' | 'strange'): readonly string[] {
  const list = state?.memory?.[name]
  return Array.isArray(list) ? list : NONE
}

const NONE: readonly string[] = []

function joined(some: readonly string[], more: readonly string[]): string[] {
  return [...some, ...more.filter((key) => !some.includes(key))].slice(-POOLS_REMEMBERED)
}

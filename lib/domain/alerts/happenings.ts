import type { Evidence } from '#lib/domain/alert-types'
import type { Rule } from '#lib/domain/alerts/rule'
import type { CoinFacts, RigFacts } from '#lib/domain/alerts/rule-facts'
import { NO_SIGNALS, type RuleState, type Step } from '#lib/domain/alerts/rule-state'
import { DAY_MS } from '#lib/domain/units'

/** Good news happens at a moment: what was known before stands in the state, and nothing lasts. */

/** A counter of blocks that rose. One that fell began again. */
export function stepBlocks(rule: Rule, state: RuleState | undefined, { reading }: RigFacts, nowMs: number): Step {
  let blocks: number | undefined
  let algorithm: string | undefined
  for (const work of reading?.work ?? []) {
    if (work.blocksFound === undefined) continue
    blocks = (blocks ?? 0) + work.blocksFound
    algorithm ??= work.algorithm
  }
  if (blocks === undefined) return { state, signals: NO_SIGNALS }
  const before = state?.memory?.blocks
  if (blocks === before) return { state, signals: NO_SIGNALS }
  const next = watching(rule, { blocks }, nowMs)
  if (typeof before !== 'number' || blocks < before) return { state: next, signals: NO_SIGNALS }
  return happened(rule, next, { atMs: nowMs, value: blocks - before, unit: 'count', algorithm }, nowMs)
}

/**
 * A share better than any before. Not told until the figure has been known for `forMs`: a counter that begins at 0 beats
 * itself every other minute.
 */
export function stepBestDifficulty(
  rule: Rule,
  state: RuleState | undefined,
  { reading }: RigFacts,
  nowMs: number,
): Step {
  let best: number | undefined
  let algorithm: string | undefined
  for (const work of reading?.work ?? []) {
    if (work.bestDifficulty === undefined || work.bestDifficulty <= (best ?? 0)) continue
    best = work.bestDifficulty
    algorithm = work.algorithm
  }
  if (best === undefined) return { state, signals: NO_SIGNALS }
  const before = state?.memory?.best
  if (typeof before !== 'number' || !state) return { state: watching(rule, { best }, nowMs), signals: NO_SIGNALS }
  if (best <= before) return { state, signals: NO_SIGNALS }
  const next: RuleState = { ...state, memory: { best }, lastAtMs: nowMs }
  if (nowMs - state.sinceMs < rule.settings.forMs) return { state: next, signals: NO_SIGNALS }
  return happened(rule, next, { atMs: nowMs, value: best, threshold: before, unit: 'count', algorithm }, nowMs)
}

/** Profit changed its sign and has kept the new one for `forMs`. */
export function stepBreakEven(rule: Rule, state: RuleState | undefined, { money }: RigFacts, nowMs: number): Step {
  if (!money) return { state, signals: NO_SIGNALS }
  const { profitPerDay } = money
  const side = profitPerDay < 0 ? 'loses' : 'earns'
  const { memory } = state ?? {}
  if (!memory) return { state: watching(rule, { side }, nowMs), signals: NO_SIGNALS }
  const { crossedAt } = memory
  if (memory.side === side) {
    if (crossedAt === undefined) return { state, signals: NO_SIGNALS }
    return { state: watching(rule, { side }, nowMs), signals: NO_SIGNALS }
  }
  const sinceMs = typeof crossedAt === 'number' ? crossedAt : nowMs
  if (nowMs - sinceMs < rule.settings.forMs) {
    if (crossedAt !== undefined) return { state, signals: NO_SIGNALS }
    return { state: watching(rule, { ...memory, crossedAt: nowMs }, nowMs), signals: NO_SIGNALS }
  }
  const detail = side === 'earns' ? 'It earns again' : 'It loses money now'
  const evidence: Evidence = { atMs: nowMs, value: profitPerDay, threshold: 0, unit: 'money', detail }
  return happened(rule, watching(rule, { side }, nowMs), evidence, sinceMs)
}

/** The next change of difficulty is near and large enough: told once for each. */
export function stepDifficulty(
  rule: Rule,
  state: RuleState | undefined,
  { difficulty }: CoinFacts,
  nowMs: number,
): Step {
  const { warning = 0, windowMs = DAY_MS } = rule.settings
  if (!difficulty || difficulty.atMs - nowMs > windowMs || difficulty.atMs < nowMs)
    return { state, signals: NO_SIGNALS }
  if (Math.abs(difficulty.change) < warning || state?.memory?.height === difficulty.height) {
    return { state, signals: NO_SIGNALS }
  }
  const { change, height } = difficulty
  const evidence: Evidence = { atMs: nowMs, value: change, threshold: warning, unit: 'fraction' }
  return happened(rule, watching(rule, { height }, nowMs), evidence, nowMs)
}

function watching({ settings }: Rule, memory: RuleState['memory'], nowMs: number): RuleState {
  return { phase: 'watching', severity: settings.severity ?? 'info', sinceMs: nowMs, lastAtMs: nowMs, memory }
}

function happened({ settings }: Rule, state: RuleState, evidence: Evidence, sinceMs: number): Step {
  return { state, signals: [{ kind: 'happened', severity: settings.severity ?? 'info', sinceMs, evidence }] }
}

import type { Evidence, Severity } from '#lib/domain/alert-types'
import {
  newRigMemory,
  type RigSurroundings,
  type Rule,
  type RuleState,
  remember,
  rigFacts,
  type Signal,
  stepRule,
} from '#lib/domain/alerts'
import { offlineAfterMs } from '#lib/domain/presence'
import type { Reading } from '#lib/domain/reading'
import { MINUTE_MS, SECOND_MS } from '#lib/domain/units'

/** An incident that would have been; without an end it still lasts. */
export type ReplayedIncident = { fromMs: number; toMs?: number; severity: Severity; evidence: Evidence }

/** A silent rig is looked at as often as the evaluator does, and for as long as a rule may still change its mind. */
const SILENT_STEP_MS = 10 * SECOND_MS
const SILENT_SLACK_MS = 5 * MINUTE_MS

/**
 * Runs one rule over a rig's past readings, oldest first. What is around a reading (its watts, its day's median) is asked
 * of `surroundings`.
 */
export class RigReplay {
  readonly incidents: ReplayedIncident[] = []
  readonly #memory = newRigMemory()
  #state: RuleState | undefined

  constructor(
    private readonly rule: Rule,
    private readonly surroundings: (reading: Reading) => RigSurroundings,
  ) {}

  /** `late`: it came too late to tell anybody, and fills the memory alone. */
  feed(reading: Reading, late: boolean): void {
    this.silentUntil(reading.at)
    remember(this.#memory, reading)
    if (!late) this.#step(reading, reading.at)
  }

  /** Nothing was heard until this moment. */
  silentUntil(untilMs: number): void {
    const { reading } = this.#memory.track
    if (!reading) return
    const { forMs, criticalForMs = forMs } = this.rule.settings
    const silentMs = reading.at + offlineAfterMs(reading)
    const lastMs = Math.min(untilMs, silentMs + Math.max(forMs, criticalForMs) + SILENT_SLACK_MS)
    for (let atMs = silentMs + 1; atMs < lastMs; atMs += SILENT_STEP_MS) this.#step(reading, atMs)
  }

  #step(reading: Reading, atMs: number): void {
    const facts = rigFacts(this.#memory, this.surroundings(reading), atMs)
    const { state, signals } = stepRule(this.rule, this.#state, facts, atMs)
    this.#state = state
    for (const signal of signals) this.#take(signal, atMs)
  }

  #take({ kind, severity, sinceMs, endedAtMs, evidence }: Signal, atMs: number): void {
    const last = this.incidents.at(-1)
    if (kind === 'fired') this.incidents.push({ fromMs: sinceMs, severity, evidence })
    if (kind === 'happened') this.incidents.push({ fromMs: atMs, toMs: atMs, severity, evidence })
    if (!last || last.toMs !== undefined) return
    if (kind === 'escalated') Object.assign(last, { severity, evidence })
    if (kind === 'updated') last.evidence = evidence
    if (kind === 'resolved') last.toMs = endedAtMs ?? atMs
  }
}

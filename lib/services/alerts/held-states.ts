import type { StateRecord } from '#lib/db/alert-commit'
import type { RuleState } from '#lib/domain/alerts'
import { FUTURE_AT_MOST_MS } from '#lib/domain/limits'

type StatesOfSubject = ReadonlyMap<number, RuleState>

const NONE: StatesOfSubject = new Map()

/** Where every rule stands with every subject, by subject and rule, and what of it is not saved yet. */
export class HeldStates {
  readonly #bySubject = new Map<string, Map<number, RuleState>>()
  readonly #unsaved = new Map<string, { ruleId: number; subject: string }>()

  /** What began after `nowMs`, because a clock was put back since, began now. */
  constructor(saved: Iterable<{ ruleId: number; subject: string; state: unknown }>, nowMs: number) {
    for (const { ruleId, subject, state } of saved) {
      if (isRuleState(state)) this.#ofSubject(subject).set(ruleId, notAfter(state, nowMs))
    }
  }

  of(subject: string): StatesOfSubject {
    return this.#bySubject.get(subject) ?? NONE
  }

  subjects(): Iterable<string> {
    return this.#bySubject.keys()
  }

  /** Undefined: quiet, nothing to remember. */
  put(ruleId: number, subject: string, state: RuleState | undefined): void {
    if (state) this.#ofSubject(subject).set(ruleId, state)
    else {
      const states = this.#bySubject.get(subject)
      states?.delete(ruleId)
      if (states?.size === 0) this.#bySubject.delete(subject)
    }
    this.#unsaved.set(`${ruleId}/${subject}`, { ruleId, subject })
  }

  /** What changed since this was asked last. */
  takeUnsaved(nowMs: number): { states: StateRecord[]; quietStates: { ruleId: number; subject: string }[] } {
    const states: StateRecord[] = []
    const quietStates: { ruleId: number; subject: string }[] = []
    for (const { ruleId, subject } of this.#unsaved.values()) {
      const state = this.of(subject).get(ruleId)
      if (state) states.push({ ruleId, subject, state, changedAtMs: nowMs })
      else quietStates.push({ ruleId, subject })
    }
    this.#unsaved.clear()
    return { states, quietStates }
  }

  #ofSubject(subject: string): Map<number, RuleState> {
    const known = this.#bySubject.get(subject)
    if (known) return known
    const added = new Map<number, RuleState>()
    this.#bySubject.set(subject, added)
    return added
  }
}

// Written by this program alone; an older release may have written another shape.
function isRuleState(value: unknown): value is RuleState {
  if (typeof value !== 'object' || value === null) return false
  return 'phase' in value && 'severity' in value && 'sinceMs' in value && 'lastAtMs' in value
}

const MOMENTS = ['sinceMs', 'firedAtMs', 'criticalSinceMs', 'clearSinceMs', 'easedSinceMs', 'lastAtMs'] as const

function notAfter(state: RuleState, nowMs: number): RuleState {
  if (MOMENTS.every((name) => (state[name] ?? 0) <= nowMs + FUTURE_AT_MOST_MS)) return state
  const earlier = { ...state }
  for (const name of MOMENTS) if ((earlier[name] ?? 0) > nowMs) earlier[name] = nowMs
  return earlier
}

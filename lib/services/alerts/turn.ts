import { type RigFacts, type Rule, type RuleState, type Signal, type SubjectFacts, stepRule } from '#lib/domain/alerts'
import type { HeldStates } from './held-states.ts'

/** Something a rule has to say of a subject (as text), and the moment it speaks of. */
export type Turn = { rule: Rule; subject: string; signal: Signal; atMs: number }

/** Steps rules with what is known of a subject at a moment; states are held, and what they say is added to `turns`. */
export function stepRules(
  rules: readonly Rule[],
  subject: string,
  facts: RigFacts | SubjectFacts,
  atMs: number,
  held: HeldStates,
  turns: Turn[],
): void {
  const states = held.of(subject)
  for (const rule of rules) {
    const before: RuleState | undefined = states.get(rule.id)
    const { state, signals } = stepRule(rule, before, facts, atMs)
    if (state !== before) held.put(rule.id, subject, state)
    for (const signal of signals) turns.push({ rule, subject, signal, atMs })
  }
}

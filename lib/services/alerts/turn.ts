import {
  type RigFacts,
  type Rule,
  type RuleState,
  type Signal,
  type Step,
  type SubjectFacts,
  stepRule,
} from '#lib/domain/alerts'
import type { HeldStates } from './held-states.ts'
import type { RuleProblems } from './rule-problems.ts'

/** Something a rule has to say of a subject (as text), and the moment it speaks of. */
export type Turn = { rule: Rule; subject: string; signal: Signal; atMs: number }

/**
 * Steps rules with what is known of a subject at a moment; states are held, and what they say is added to `turns`. A rule
 * that fails with a subject is reported and left where it stands: it must not silence the others.
 */
export function stepRules(
  rules: readonly Rule[],
  subject: string,
  facts: RigFacts | SubjectFacts,
  atMs: number,
  { held, problems }: { held: HeldStates; problems: RuleProblems },
  turns: Turn[],
): void {
  const states = held.of(subject)
  for (const rule of rules) {
    const before: RuleState | undefined = states.get(rule.id)
    const step = stepped(rule, before, facts, atMs, problems)
    if (!step) continue
    const { state, signals } = step
    if (state !== before) held.put(rule.id, subject, state)
    for (const signal of signals) turns.push({ rule, subject, signal, atMs })
  }
}

function stepped(
  rule: Rule,
  before: RuleState | undefined,
  facts: RigFacts | SubjectFacts,
  atMs: number,
  problems: RuleProblems,
): Step | undefined {
  try {
    return stepRule(rule, before, facts, atMs)
  } catch (error) {
    problems.note(rule, error)
    return undefined
  }
}

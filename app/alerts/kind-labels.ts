import type { RuleKind } from '#lib/domain/alert-types'
import { RULE_KINDS } from '#lib/domain/alerts/rule-kinds'

/** What each kind of incident is called: `Overheating`, `Agent gone`. */
export function kindLabel(kind: RuleKind): string {
  return RULE_KINDS[kind].label
}

/** Kinds that occur in a list, for a select, by name. */
export function kindOptions(kinds: Iterable<RuleKind>): { value: RuleKind; label: string }[] {
  return [...new Set(kinds)]
    .map((value) => ({ value, label: kindLabel(value) }))
    .sort((one, other) => one.label.localeCompare(other.label, 'en'))
}

/** Whether a text from outside names a kind. */
export function isKind(text: string): text is RuleKind {
  return Object.hasOwn(RULE_KINDS, text)
}

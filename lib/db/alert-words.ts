import type { IncidentPhase, RuleKind, Severity } from '#lib/domain/alert-types'

// Words that stand in text columns, told apart from what a newer or a damaged database may hold.

const PHASES: readonly IncidentPhase[] = ['pending', 'firing', 'acknowledged', 'resolved']
const SEVERITIES: readonly Severity[] = ['info', 'warning', 'critical']
const KINDS: Readonly<Record<RuleKind, true>> = {
  overheat: true,
  offline: true,
  'zero-hash': true,
  'low-hash': true,
  frozen: true,
  'machine-error': true,
  'rejected-shares': true,
  'no-accepted-share': true,
  'device-missing': true,
  'fan-stopped': true,
  'fan-pinned': true,
  'power-range': true,
  inefficient: true,
  'restart-loop': true,
  'pool-changed': true,
  'losing-money': true,
  'agent-gone': true,
  'site-dark': true,
  'nobody-seen': true,
  'payout-gap': true,
  'market-stale': true,
  'disk-filling': true,
  'channel-failing': true,
  'block-found': true,
  'best-difficulty': true,
  'break-even': true,
  'difficulty-change': true,
}

export function isRuleKind(text: string): text is RuleKind {
  return Object.hasOwn(KINDS, text)
}

/** Throws for a word that is no kind of rule. */
export function ruleKindOf(text: string): RuleKind {
  if (isRuleKind(text)) return text
  throw new Error(`There is no kind of rule called "${text}".`)
}

export function severityOf(text: string | null): Severity {
  return SEVERITIES.find((severity) => severity === text) ?? 'warning'
}

export function phaseOf(text: string): IncidentPhase {
  return PHASES.find((phase) => phase === text) ?? 'resolved'
}

/** A moment of a BIGINT column. */
export function momentOf(value: bigint | null): number | undefined {
  return value === null ? undefined : Number(value)
}

import type { RuleKind } from '#lib/domain/alert-types'
import type { AlertSensor, Rule, RuleSettings } from '#lib/domain/alerts/rule'
import { RULE_KINDS } from '#lib/domain/alerts/rule-kinds'
import type { RigKind } from '#lib/domain/limits'
import { MINUTE_MS } from '#lib/domain/units'

export type { Rule } from '#lib/domain/alerts/rule'
export { RULE_KINDS } from '#lib/domain/alerts/rule-kinds'

type NewRule = Omit<Rule, 'id'>
type Changes = { name?: string; enabled?: boolean; settings?: Partial<RuleSettings>; machines?: RigKind[] }

/** Everything but a processor, which runs hot for minutes without harm. */
const SENSORS_OF_ALL_BUT_CPU: AlertSensor[] = [
  'core',
  'chip',
  'board',
  'memory',
  'hotspot',
  'regulator',
  'coolant',
  'intake',
]

/** The rules of a new installation. Those that want a number of the owner's own come switched off. */
export const DEFAULT_RULES: readonly NewRule[] = [
  rule('overheat', 'overheat', { settings: { sensors: SENSORS_OF_ALL_BUT_CPU } }),
  rule('overheat', 'overheat-cpu', {
    name: 'Overheating processor',
    settings: { sensors: ['cpu'], forMs: 5 * MINUTE_MS, criticalForMs: 5 * MINUTE_MS },
  }),
  rule('offline'),
  rule('zero-hash', 'zero-hash', { machines: ['bitaxe', 'computer'] }),
  rule('zero-hash', 'zero-hash-asic', {
    name: 'No hash rate (ASIC)',
    settings: { forMs: 10 * MINUTE_MS },
    machines: ['asic'],
  }),
  rule('low-hash'),
  rule('frozen'),
  rule('machine-error'),
  rule('rejected-shares'),
  rule('no-accepted-share'),
  rule('device-missing'),
  rule('fan-stopped'),
  rule('fan-pinned'),
  rule('power-range', 'power-range', { enabled: false }),
  rule('inefficient', 'inefficient', { enabled: false }),
  rule('restart-loop'),
  rule('pool-changed'),
  rule('losing-money'),
  rule('agent-gone'),
  rule('site-dark'),
  rule('nobody-seen'),
  rule('payout-gap'),
  rule('market-stale'),
  rule('disk-filling'),
  rule('channel-failing'),
  rule('block-found'),
  rule('best-difficulty'),
  rule('break-even'),
  rule('difficulty-change'),
]

/** Rules to begin with for one kind of machine: the defaults that watch rigs and apply to it, for it alone. */
export function ruleTemplates(machine: RigKind): NewRule[] {
  return DEFAULT_RULES.filter(({ kind, scope }) => {
    const fits = scope.machines === undefined || scope.machines.includes(machine)
    return RULE_KINDS[kind].subject === 'rig' && fits
  }).map(({ builtIn: _, ...rest }) => ({
    ...rest,
    settings: { ...rest.settings },
    scope: { ...rest.scope, machines: [machine] },
  }))
}

function rule(kind: RuleKind, builtIn: string = kind, changes: Changes = {}): NewRule {
  const { label, defaults } = RULE_KINDS[kind]
  const { name = label, enabled = true, settings, machines } = changes
  return { kind, name, enabled, settings: { ...defaults, ...settings }, scope: machines ? { machines } : {}, builtIn }
}

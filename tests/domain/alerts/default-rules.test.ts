import { expect, test } from 'vitest'
import { DEFAULT_RULES, RULE_KINDS, ruleTemplates } from '#lib/domain/alerts'
import { H, MIN, rule } from './farm.ts'

// The table of defaults, row by row.
test.each([
  ['overheat', { clearMargin: 5, forMs: 2 * MIN, criticalForMs: MIN }],
  ['overheat-cpu', { sensors: ['cpu'], forMs: 5 * MIN, clearMargin: 5 }],
  ['offline', { severity: 'critical', forMs: 5 * MIN, clearForMs: 2 * MIN }],
  ['agent-gone', { severity: 'critical', forMs: 2 * MIN, clearForMs: 2 * MIN }],
  ['zero-hash', { severity: 'critical', forMs: 5 * MIN, clearForMs: 2 * MIN }],
  ['zero-hash-asic', { severity: 'critical', forMs: 10 * MIN, clearForMs: 2 * MIN }],
  ['low-hash', { against: 'nominal', warning: 0.9, critical: 0.5, clear: 0.93, forMs: 15 * MIN }],
  ['rejected-shares', { warning: 0.05, critical: 0.2, clear: 0.03, leastShares: 50, windowMs: 30 * MIN, forMs: 0 }],
  ['no-accepted-share', { warning: 30 * MIN, times: 10 }],
  ['pool-changed', { severity: 'critical', times: 2 }],
  ['device-missing', { severity: 'critical', forMs: 3 * MIN }],
  ['fan-stopped', { severity: 'critical', forMs: MIN }],
  ['fan-pinned', { severity: 'info', forMs: 30 * MIN }],
  ['losing-money', { forMs: 24 * H, clearForMs: 6 * H }],
  ['payout-gap', { severity: 'warning', warning: 0.05, clear: 0.04, windowMs: 7 * 24 * H, forMs: 0 }],
  ['market-stale', { warning: 6 * H }],
  ['disk-filling', { warning: 0.8, critical: 0.9 }],
])('%s is as documented', (builtIn, settings) => {
  expect(rule(builtIn)).toMatchObject({ enabled: true, settings })
})

test('there is a rule of every kind, each with a name of its own, on unless it wants an owner’s number', () => {
  expect(new Set(DEFAULT_RULES.map(({ kind }) => kind))).toEqual(new Set(Object.keys(RULE_KINDS)))
  expect(new Set(DEFAULT_RULES.map(({ builtIn }) => builtIn)).size).toBe(DEFAULT_RULES.length)
  expect(DEFAULT_RULES.filter(({ enabled }) => !enabled).map(({ kind }) => kind)).toEqual([
    'power-range',
    'inefficient',
  ])
})

test('a rest by choice is watched for heat alone', () => {
  expect(
    Object.entries(RULE_KINDS)
      .filter(([, { whilePaused }]) => whilePaused)
      .map(([kind]) => kind),
  ).toEqual(['overheat'])
})

test('templates are the defaults for one kind of machine', () => {
  const zeroHash = ruleTemplates('asic').filter(({ kind }) => kind === 'zero-hash')
  expect(zeroHash.map(({ settings, scope }) => [settings.forMs, scope])).toEqual([[10 * MIN, { machines: ['asic'] }]])
  expect(ruleTemplates('bitaxe').some(({ kind }) => kind === 'agent-gone')).toBe(false)
})

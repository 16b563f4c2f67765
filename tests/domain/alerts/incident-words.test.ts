import { expect, test } from 'vitest'
import type { Evidence, RuleKind } from '#lib/domain/alert-types'
import { durationWords, evidenceWords, groupTitle, incidentTitle, RULE_KINDS } from '#lib/domain/alerts'
import { H, MIN } from './farm.ts'

const seen = (evidence: Partial<Evidence>): Evidence => ({ atMs: 0, ...evidence })

test.each([
  [
    'overheat',
    { value: 92.4, threshold: 85, unit: 'celsius', detail: 'GPU 2 memory' },
    'barn-07: GPU 2 memory at 92 °C',
    '92 °C against 85 °C, GPU 2 memory',
  ],
  [
    'low-hash',
    { value: 0.842, threshold: 0.9, unit: 'fraction', algorithm: 'sha256d', detail: '84.2 TH/s of 100 TH/s' },
    'barn-07: hash rate at 84.2%',
    '84.2% against 90%, 84.2 TH/s of 100 TH/s',
  ],
  [
    'offline',
    { value: 12 * MIN, threshold: 5 * MIN, unit: 'milliseconds' },
    'barn-07: offline',
    'for 12 min, told after 5 min',
  ],
  [
    'rejected-shares',
    { value: 0.062, threshold: 0.05, unit: 'fraction', detail: '6 of 97 shares' },
    'barn-07: 6.2% of shares rejected',
    '6.2% against 5%, 6 of 97 shares',
  ],
  ['device-missing', { value: 1, unit: 'count', detail: 'GPU 02:00.0' }, 'barn-07: GPU 02:00.0 missing', 'GPU 02:00.0'],
  ['power-range', { value: 3620, threshold: 3500, unit: 'watts' }, 'barn-07: draws 3.62 kW', '3.62 kW against 3.50 kW'],
  [
    'inefficient',
    { value: 34.1e-12, threshold: 32e-12, unit: 'joulesPerHash', algorithm: 'sha256d' },
    'barn-07: 34.1 J/TH',
    '34.1 J/TH against 32.0 J/TH',
  ],
  ['losing-money', { value: -1.2, threshold: 0, unit: 'money' }, 'barn-07: loses money', '−$1.20 a day'],
  [
    'best-difficulty',
    { value: 4.29e9, threshold: 1e6, unit: 'count' },
    'barn-07: new best difficulty 4.29 G',
    '4.29 G against 1.00 M',
  ],
  ['block-found', { value: 1, unit: 'count' }, 'barn-07: found a block', '1'],
] as [RuleKind, Partial<Evidence>, string, string][])('%s in words', (kind, evidence, title, words) => {
  expect(incidentTitle(kind, seen(evidence), 'barn-07')).toBe(title)
  expect(evidenceWords(seen(evidence), 'USD')).toBe(words)
})

test('every kind has a title without evidence, and words for its settings', () => {
  for (const [kind, { label, describes, defaults }] of Object.entries(RULE_KINDS)) {
    expect(label).not.toBe('')
    expect(describes).toMatch(/\.$/)
    expect(defaults.forMs).toBeGreaterThanOrEqual(0)
    const isKind = (text: string): text is RuleKind => text in RULE_KINDS
    if (isKind(kind)) expect(incidentTitle(kind, undefined, 'x')).not.toMatch(/undefined|NaN/)
  }
  expect(evidenceWords(undefined)).toBe('')
})

test('a group, and how long something lasts', () => {
  expect(groupTitle('zero-hash', 12, 'Barn')).toBe('Barn: 12 rigs without hash rate')
  expect(durationWords(0, 3 * H + 20 * MIN)).toBe('3 h 20 min')
})

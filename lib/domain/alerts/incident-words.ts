import type { Evidence, RuleKind } from '#lib/domain/alert-types'
import {
  formatCount,
  formatDuration,
  formatEfficiency,
  formatHashRate,
  formatMoney,
  formatPercent,
  formatPower,
  formatTemperature,
} from '#lib/domain/format'

/** What is wrong, in few words, with the subject's name in front: `barn-07: GPU 2 memory 108 °C`. */
export function incidentTitle(kind: RuleKind, evidence: Evidence | undefined, subjectName: string): string {
  return `${subjectName}: ${TITLES[kind](evidence ?? { atMs: 0 })}`
}

/** What was seen, and where: `92 °C against 85 °C, GPU 3`; empty where there is nothing to add. */
export function evidenceWords(evidence: Evidence | undefined, currency?: string): string {
  if (!evidence) return ''
  return [figureWords(evidence, currency), evidence.detail].filter((part) => part).join(', ')
}

/** What was seen against what is allowed: `92 °C against 85 °C`, `for 12 min, told after 5 min`. */
export function figureWords(evidence: Evidence, currency?: string): string {
  const { value, threshold, unit, detail } = evidence
  // A number of named things says nothing that their names do not.
  if (value === undefined || (unit === 'count' && threshold === undefined && detail !== undefined)) return ''
  const seen = measure(value, evidence, currency)
  if (threshold === undefined || (unit === 'money' && threshold === 0)) return seen
  const limit = measure(threshold, evidence, currency)
  return unit === 'milliseconds' ? `for ${seen}, told after ${limit}` : `${seen} against ${limit}`
}

/** `12 min`, `3 h 20 min`: how long from one moment to another. */
export function durationWords(fromMs: number, toMs: number): string {
  return formatDuration(toMs - fromMs)
}

/** Several rigs of a site in the same trouble: `12 rigs: no hash rate`. */
export function groupTitle(kind: RuleKind, count: number, siteName: string): string {
  return `${siteName}: ${count} rigs ${GROUPS[kind] ?? 'in trouble'}`
}

type Words = (evidence: Evidence) => string

const TITLES: Readonly<Record<RuleKind, Words>> = {
  overheat: ({ value, detail }) =>
    `${detail ?? 'overheating'}${value === undefined ? '' : ` at ${formatTemperature(value)}`}`,
  offline: () => 'offline',
  'zero-hash': () => 'no hash rate',
  'low-hash': ({ value, unit }) =>
    value !== undefined && unit === 'fraction' ? `hash rate at ${formatPercent(value)}` : 'low hash rate',
  frozen: () => 'figures stand still',
  'machine-error': () => 'the machine reports an error',
  'rejected-shares': ({ value }) =>
    value === undefined ? 'shares rejected' : `${formatPercent(value)} of shares rejected`,
  'no-accepted-share': () => 'no accepted share',
  'device-missing': ({ value, detail }) =>
    value === undefined || value === 1 ? `${detail ?? 'device'} missing` : `${value} devices missing`,
  'fan-stopped': ({ detail }) => `${detail ?? 'fan'} stopped`,
  'fan-pinned': ({ detail }) => `${detail ?? 'fan'} at full speed`,
  'power-range': ({ value }) => (value === undefined ? 'power out of range' : `draws ${formatPower(value)}`),
  inefficient: ({ value, algorithm }) =>
    value === undefined ? 'inefficient' : `${formatEfficiency(value, algorithm ?? 'unknown')}`,
  'restart-loop': ({ value }) => (value === undefined ? 'restarts again and again' : `${value} restarts`),
  'pool-changed': () => 'pool or wallet changed',
  'losing-money': () => 'loses money',
  'agent-gone': () => 'agent gone',
  'site-dark': () => 'site dark',
  'nobody-seen': () => 'this server sees nobody',
  'payout-gap': ({ value }) =>
    value === undefined ? 'payouts fall short' : `${formatPercent(value)} less than the work explains`,
  'market-stale': () => 'market data stale',
  'disk-filling': ({ value }) => (value === undefined ? 'disk filling' : `disk ${formatPercent(value)} full`),
  'channel-failing': () => 'messages do not arrive',
  'block-found': ({ value }) => (value !== undefined && value > 1 ? `found ${value} blocks` : 'found a block'),
  'best-difficulty': ({ value }) => `new best difficulty${value === undefined ? '' : ` ${scaled(value)}`}`,
  'break-even': ({ value }) => (value !== undefined && value < 0 ? 'fell below break-even' : 'rose above break-even'),
  'difficulty-change': ({ value }) =>
    value === undefined ? 'difficulty is about to change' : `difficulty is about to ${value < 0 ? 'fall' : 'rise'}`,
}

const GROUPS: Partial<Record<RuleKind, string>> = {
  overheat: 'overheating',
  offline: 'offline',
  'zero-hash': 'without hash rate',
  'low-hash': 'with a low hash rate',
  frozen: 'with figures that stand still',
  'machine-error': 'with machine errors',
  'rejected-shares': 'with rejected shares',
  'no-accepted-share': 'without an accepted share',
  'device-missing': 'with missing devices',
  'fan-stopped': 'with stopped fans',
  'fan-pinned': 'with fans at full speed',
  'power-range': 'with power out of range',
  inefficient: 'inefficient',
  'restart-loop': 'restarting again and again',
  'pool-changed': 'with another pool or wallet',
  'losing-money': 'losing money',
}

function measure(value: number, { unit, algorithm = 'unknown' }: Evidence, currency: string | undefined): string {
  switch (unit) {
    case 'celsius':
      return formatTemperature(value)
    case 'hashesPerSecond':
      return formatHashRate(value, algorithm)
    case 'fraction':
      return formatPercent(value)
    case 'watts':
      return formatPower(value)
    case 'joulesPerHash':
      return formatEfficiency(value, algorithm)
    case 'rpm':
      return `${formatCount(value)} rpm`
    case 'milliseconds':
      return formatDuration(value)
    case 'money':
      return currency === undefined ? '' : `${formatMoney(value, currency, { signed: true })} a day`
    case 'bytes':
      return `${scaled(value)}B`
    default:
      return value >= 1e5 ? scaled(value) : formatCount(value)
  }
}

/** As miners write difficulties: `4.29 G`, `483 k`. */
function scaled(value: number): string {
  return formatPower(value).replace(/W$/, '').trim()
}

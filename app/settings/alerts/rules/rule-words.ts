import type { RuleKind } from '#lib/domain/alert-types'
import type { RuleField, RuleSettings } from '#lib/domain/alerts/rule'
import { RULE_KINDS } from '#lib/domain/alerts/rule-kinds'
import {
  formatCount,
  formatEfficiency,
  formatHashRate,
  formatPercent,
  formatPower,
  formatTemperature,
} from '#lib/domain/format'
import { durationText } from '../duration-text'
import { SENSORS } from './rule-draft'

const AGAINST = { nominal: 'of nominal', median: 'of its own median', absolute: '' } as const

/** A rule's thresholds in words: `warning below 90% of nominal, critical below 50% of nominal, lasts for 15 min`. */
export function ruleWords(kind: RuleKind, settings: RuleSettings): string {
  const words: string[] = []
  if (settings.sensors && settings.sensors.length > 0 && settings.sensors.length <= 2) {
    words.push(
      settings.sensors.map((sensor) => SENSORS.find(({ value }) => value === sensor)?.label ?? sensor).join(', '),
    )
  }
  const own = Object.keys(settings.limits ?? {}).length
  if (own > 0) words.push(`${own} ${own === 1 ? 'limit' : 'limits'} of your own`)
  for (const field of RULE_KINDS[kind].fields) {
    const value = settings[field.setting]
    // Nothing to wait for is not worth a word.
    if (value === undefined || (field.unit === 'milliseconds' && value === 0)) continue
    if (field.setting === 'clearForMs' || field.setting === 'clearMargin' || field.setting === 'clear') continue
    words.push(
      field.unit === 'count'
        ? countWords(field.label, value)
        : `${field.label} ${valueWords(value, field, kind, settings)}`,
    )
  }
  return sentence(words.join(', '))
}

function valueWords(value: number, { unit }: RuleField, kind: RuleKind, settings: RuleSettings): string {
  const algorithm = settings.algorithm ?? 'unknown'
  if (kind === 'low-hash' && unit === 'fraction') {
    if (settings.against === 'absolute') return formatHashRate(value, algorithm)
    return `${formatPercent(value)} ${AGAINST[settings.against ?? 'nominal']}`
  }
  switch (unit) {
    case 'milliseconds':
      return durationText(value)
    case 'celsius':
      return formatTemperature(value)
    case 'fraction':
      return formatPercent(value)
    case 'watts':
      return formatPower(value)
    case 'joulesPerHash':
      return formatEfficiency(value, algorithm)
    case 'hashesPerSecond':
      return formatHashRate(value, algorithm)
    case 'count':
      return formatCount(value)
  }
}

/** A count in the place its label has for it: `at least 50 shares`, `3 restarts`, `and 10 times its mean gap`. */
function countWords(label: string, value: number): string {
  const count = formatCount(value)
  if (label.includes('so many')) return label.replace('so many', count)
  const [, before = '', noun = ''] = /^(.* )?(\S+)$/.exec(label) ?? []
  return `${before}${count} ${before ? noun : noun.toLowerCase()}`
}

function sentence(words: string): string {
  const lower = words.replace(/, ([A-Z])(?=[a-z])/g, (_, letter: string) => `, ${letter.toLowerCase()}`)
  return lower.charAt(0).toUpperCase() + lower.slice(1)
}

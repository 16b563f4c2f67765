import { describeAlgorithm } from '#lib/domain/algorithms'
import { daysToTermination, inDays, type Termination } from '#lib/domain/contract-termination'
import { dayInWords } from '#lib/domain/date-words'
import { formatCoin, formatMoney, formatPercent } from '#lib/domain/format'
import { dateAt } from '#lib/domain/local-dates'
import { fromNano } from '#lib/domain/money'
import { fromPico } from '#lib/domain/pico'
import type { ContractStanding } from '#lib/services/contracts/list-contracts'
import type { ContractDraft } from './contract-draft'

/** `$0.14 per TH/s and day`, as agreed. */
export function feeWords({ fee }: ContractStanding['contract']): string {
  if (!fee) return 'no maintenance fee'
  const prefix = { 1e6: 'M', 1e9: 'G', 1e12: 'T', 1e15: 'P' }[fee.unitHashes] ?? ''
  return `${fee.perUnitDay} ${fee.currency} per ${prefix}H/s and day`
}

/** `below its fee for 50 days of 60`, `running`, `ended 3 Feb 2026: terminated`. */
export function stateWords({ state, contract, daysBelowFee, perDay, timeZone }: ContractStanding): string {
  if (state === 'to come') return `starts ${dayInWords(contract.startsAtMs, timeZone)}`
  if (state === 'ended') {
    const reason = contract.endReason ? `: ${contract.endReason}` : ''
    return `ended ${dayInWords(contract.endsAtMs ?? contract.startsAtMs, timeZone)}${reason}`
  }
  const below = daysBelowFee > 0
  if (below) {
    const limit = contract.rule ? ` of ${daysToTermination(contract.rule)}` : ''
    return `below its fee for ${daysBelowFee === 1 ? '1 day' : `${daysBelowFee} days`}${limit}`
  }
  const now = perDay?.profit !== undefined && perDay.profit < 0
  return now ? 'below its fee now' : 'running'
}

/** `in 10 days, 7 Dec 2026`; when nothing ends it, that. */
export function terminationWords({ days, by }: Termination, nowMs: number, timeZone: string): string {
  if (days === undefined) return 'not within ten years'
  const when = dayInWords(inDays(nowMs, days), timeZone)
  const how = by === 'term' ? ', at the end of its term' : ''
  return days === 0 ? 'due now' : `in ${days === 1 ? '1 day' : `${days} days`}, ${when}${how}`
}

/** `12% of the outlay back`; with more lost than was paid, how much of it. */
export function returnedWords(returned: number | undefined): string | undefined {
  if (returned === undefined) return undefined
  return returned < -1
    ? `nothing back, and ${formatPercent(-1 - returned)} more lost`
    : `${formatPercent(1 + returned)} of the outlay back`
}

/** `1 Mar 2026 to 3 Mar 2026`; `1 Mar 2026, taken as a day` where nobody said when it ended. */
export function runInWords(order: { startsAtMs: number; endsAtMs?: number }, timeZone: string): string {
  const first = dayInWords(order.startsAtMs, timeZone)
  if (order.endsAtMs === undefined) return `${first}, taken as a day`
  const last = dayInWords(order.endsAtMs - 1, timeZone)
  return first === last ? first : `${first} to ${last}`
}

/** An empty form. */
export function emptyDraft(siteId: number | undefined, currency: string): ContractDraft {
  const text = { name: '', provider: '', hashRate: '', starts: '', ends: '', fee: '', paid: '', notes: '' }
  const days = { belowDays: '', graceDays: '' }
  const usual = {
    algorithm: 'sha256d',
    coin: 'BTC',
    feeUnit: '1000000000000',
    feeCurrency: currency,
    paidCurrency: currency,
  } as const
  return { ...text, ...days, ...usual, rule: 'genesis', siteId: siteId === undefined ? '' : String(siteId) }
}

/** The terms as the form writes them. */
export function draftOf({ contract, timeZone }: ContractStanding, currency: string): ContractDraft {
  const { fee, rule, paid } = contract
  const unit = fee?.unitHashes === 1e9 ? '1000000000' : fee?.unitHashes === 1e6 ? '1000000' : '1000000000000'
  return {
    ...emptyDraft(contract.siteId, currency),
    name: contract.name,
    provider: contract.provider,
    algorithm: contract.algorithm,
    coin: contract.coin,
    hashRate: `${contract.hashesPerSecond / 1e9} G${describeAlgorithm(contract.algorithm).unit}/s`,
    starts: dateAt(contract.startsAtMs, timeZone),
    ends: contract.termEndsAtMs === undefined ? '' : dateAt(contract.termEndsAtMs, timeZone),
    fee: fee ? String(fee.perUnitDay) : '',
    feeUnit: unit,
    feeCurrency: fee?.currency ?? currency,
    paidCurrency: paid?.currency ?? currency,
    paid: paid ? String(Number(paid.nano) / 1e9) : '',
    rule: rule ? 'own' : 'none',
    belowDays: rule ? String(rule.consecutiveDaysBelowFee) : '',
    graceDays: rule ? String(rule.graceDays) : '',
    notes: contract.notes ?? '',
  }
}

/** What really came for a contract, in money where all of it is valued. */
export function receivedWords({ received }: ContractStanding, currency: string): string {
  if (received.receipts === 0) return 'nothing yet'
  if (received.valueNano !== undefined && received.unvalued === 0)
    return formatMoney(fromNano(received.valueNano), currency)
  return received.byCoin.map(({ coin, pico }) => formatCoin(fromPico(pico), coin)).join(' + ')
}

import type { NamedIncident } from '#lib/db/digest-incidents'
import { incidentTitle } from '#lib/domain/alerts/incident-words'
import { RULE_KINDS } from '#lib/domain/alerts/rule-kinds'
import type { LocalPeriod } from '#lib/domain/calendar'
import {
  formatCount,
  formatDuration,
  formatEfficiency,
  formatEnergy,
  formatHashRate,
  formatMoney,
  formatPercent,
  formatPower,
} from '#lib/domain/format'
import type { AlgorithmTotal } from '#lib/wire/dashboard-events'
import type { DigestFigures } from './digest-figures.ts'
import type { DigestPeriod } from './digest-period.ts'

// What the figures are called in words, said the same way in the plain lines and in the page.

const DAY: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' }

/** `Sun 22 Nov`, `Mon 16 Nov to Sun 22 Nov`. */
export function periodWords({ days }: DigestPeriod): string {
  const first = dateWords(days[0], DAY)
  return days.length === 1 ? first : `${first} to ${dateWords(days.at(-1), DAY)}`
}

/** `Mon 16`, for under the picture. */
export function dayWords(label: string): string {
  return dateWords({ label }, { weekday: 'short', day: 'numeric' })
}

function dateWords(day: Pick<LocalPeriod, 'label'> | undefined, options: Intl.DateTimeFormatOptions): string {
  const [year = 0, month = 1, date = 1] = (day?.label ?? '').split('-').map(Number)
  const parts = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' })
  return parts.format(Date.UTC(year, month - 1, date)).replace(',', '')
}

/** The subject of the mail: what was made, and whether anything waits. */
export function digestTitle(figures: DigestFigures): string {
  const { money, currency, needsYou, period } = figures
  const made =
    money.profit === undefined ? 'profit not known' : `${formatMoney(money.profit, currency, { signed: true })} profit`
  return `${periodWords(period)}: ${made}, ${waitingWords(needsYou.count)}`
}

export function waitingWords(count: number): string {
  if (count === 0) return 'nothing needs you'
  return count === 1 ? '1 thing needs you' : `${formatCount(count)} things need you`
}

/** `+$1.20 against the day before (+$2.92)`; says so where one of the two is not known. */
export function comparisonWords({ money, moneyBefore, currency, period }: DigestFigures): string {
  const before = period.kind === 'daily' ? 'the day before' : 'the week before'
  if (moneyBefore.profit === undefined) return `What ${before} made is not known`
  const was = formatMoney(moneyBefore.profit, currency, { signed: true })
  if (money.profit === undefined) return `${sentence(before)}: ${was}`
  const change = formatMoney(money.profit - moneyBefore.profit, currency, { signed: true })
  const partly = moneyBefore.incomplete.length > 0 ? ', not complete' : ''
  return `${change} against ${before} (${was}${partly})`
}

export function moneyWords({ money, currency }: DigestFigures): string {
  return `Revenue ${formatMoney(money.revenue, currency)}, cost ${formatMoney(money.cost, currency)}, energy ${formatEnergy(money.energyWattHours)}`
}

/** What the amounts leave out, as a sentence; undefined when they are complete. */
export function incompleteWords({ money }: DigestFigures): string | undefined {
  return money.incomplete.length === 0 ? undefined : `Not complete: ${money.incomplete.join('; ')}.`
}

export function fleetWords({ fleet }: DigestFigures): string {
  const unknown = fleet.unknownPowerRigs > 0 ? ` (not known for ${rigs(fleet.unknownPowerRigs)})` : ''
  return `${formatCount(fleet.runningRigs)} of ${rigs(fleet.expectedRigs)} running, ${formatPower(fleet.powerWatts)}${unknown}`
}

export function availabilityWords({ availability, availabilityBefore }: DigestFigures): string {
  if (availability === undefined) return 'Availability is not known'
  const before = availabilityBefore === undefined ? '' : ` (before: ${formatPercent(availabilityBefore)})`
  return `${formatPercent(availability)} available${before}`
}

export function losingWords(losingRigs: number): string | undefined {
  if (losingRigs === 0) return undefined
  return losingRigs === 1 ? '1 rig loses money at present' : `${formatCount(losingRigs)} rigs lose money at present`
}

/** `97.4 MH/s at 2.35 J/MH, 12 rigs`. */
export function algorithmWords({ algorithm, hashesPerSecond, joulesPerHash, rigs: count }: AlgorithmTotal): string {
  const efficiency = joulesPerHash === undefined ? '' : ` at ${formatEfficiency(joulesPerHash, algorithm)}`
  return `${formatHashRate(hashesPerSecond, algorithm)}${efficiency}, ${rigs(count)}`
}

export function incidentsWords({ incidents }: DigestFigures): string {
  const { count, critical, stillOpen, costs } = incidents
  if (count === 0) return 'No incidents'
  const parts = [
    count === 1 ? '1 incident' : `${formatCount(count)} incidents`,
    critical > 0 ? `${formatCount(critical)} critical` : undefined,
    stillOpen > 0 ? `${formatCount(stillOpen)} not over yet` : 'all over',
    ...costs.map(({ currency, net }) => `cost ${formatMoney(net, currency)} as far as known`),
  ]
  return parts.filter((part) => part !== undefined).join(', ')
}

/** `3 × Overheating`. */
export function kindWords({ kind, count }: DigestFigures['incidents']['byKind'][number]): string {
  return `${formatCount(count)} × ${RULE_KINDS[kind].label}`
}

/** `gpu-rig-2: GPU 4 memory at 112 °C`. */
export function incidentName({ subjectName, kind, evidence }: NamedIncident): string {
  return incidentTitle(kind, evidence, subjectName)
}

/** `for 3 h 20 min`, or since when it lasts. */
export function lastedWords({ startedAtMs, resolvedAtMs }: NamedIncident, nowMs: number): string {
  if (resolvedAtMs === undefined) return `for ${formatDuration(nowMs - startedAtMs)} so far`
  return `for ${formatDuration(resolvedAtMs - startedAtMs)}`
}

export function worklistWords(count: number): string | undefined {
  if (count === 0) return undefined
  return count === 1 ? '1 more stands on the worklist' : `${formatCount(count)} more stand on the worklist`
}

function rigs(count: number): string {
  return count === 1 ? '1 rig' : `${formatCount(count)} rigs`
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

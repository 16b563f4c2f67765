import { formatClock, formatDuration, formatMoney, formatTemperature } from '#lib/domain/format'
import type { Need } from './needs-you'

/** A need in words: what is wrong with which rig, and beneath since when and what it costs. */
export function wordsOfNeed(
  need: Need,
  context: { nowMs: number; timeZone: string; currency: string; pricePerKwh?: number },
): { title: string; detail: string; since: string } {
  const { row, mark } = need
  const since = need.sinceMs === undefined ? '' : formatDuration(Math.max(0, context.nowMs - need.sinceMs))
  const from = need.sinceMs === undefined ? '' : `since ${formatClock(need.sinceMs, context.timeZone)}`
  switch (mark) {
    case 'hot':
      return { title: `${row.name} · ${hotWords(need)}`, detail: hotLimit(need), since }
    case 'missing':
      return {
        title: `${row.name} · ${row.missingDevices} ${row.missingDevices === 1 ? 'device' : 'devices'} missing`,
        detail: 'was there within the last day',
        since,
      }
    case 'loses':
      return { title: `${row.name} loses money this hour`, detail: lossWords(need, context), since: 'now' }
    case 'zero':
      return {
        title: `${row.name} hashes nothing`,
        detail: [from, lostWords(need, context)].filter(Boolean).join(' · '),
        since,
      }
    default:
      return {
        title: `${row.name} ${mark === 'error' ? 'reports an error' : mark}`,
        detail: [from, lostWords(need, context)].filter(Boolean).join(' · '),
        since,
      }
  }
}

/** Several rigs that lose money in this hour, in one line. */
export function wordsOfLosses(losers: Need[], currency: string): { title: string; detail: string; since: string } {
  const loss = losers.reduce((sum, { row }) => sum + (row.profitThisHour ?? 0), 0)
  return {
    title: `${losers.length} rigs lose money this hour`,
    detail: `${formatMoney(loss, currency, { signed: true })} together, at present rates`,
    since: 'now',
  }
}

function hotWords({ row }: Need): string {
  const hottest = row.hottest
  if (!hottest) return 'hot'
  const where =
    hottest.device === undefined ? hottest.sensor : `${DEVICE_OF[hottest.sensor]} ${hottest.device} ${hottest.sensor}`
  return `${where} ${formatTemperature(hottest.celsius)}`
}

/** What carries a sensor, where it is a device's: graphics cards have cores and memory, hash boards have chips. */
const DEVICE_OF = {
  core: 'GPU',
  memory: 'GPU',
  hotspot: 'GPU',
  chip: 'board',
  board: 'board',
  regulator: 'device',
  coolant: 'device',
  cpu: 'device',
} as const

function hotLimit({ row }: Need): string {
  const hottest = row.hottest
  if (!hottest) return ''
  return `limit ${formatTemperature(hottest.severity === 'critical' ? hottest.criticalCelsius : hottest.warningCelsius)}`
}

function lossWords({ row }: Need, context: { currency: string; pricePerKwh?: number }): string {
  if (row.profitThisHour === undefined) return ''
  const amount = `${formatMoney(row.profitThisHour, context.currency, { signed: true })} an hour`
  if (context.pricePerKwh === undefined) return amount
  return `${amount} at ${formatMoney(context.pricePerKwh, context.currency, { perKwh: true })}`
}

function lostWords({ row, sinceMs }: Need, context: { nowMs: number; currency: string }): string {
  if (row.lostPerDay === undefined || sinceMs === undefined) return ''
  const lost = (row.lostPerDay * Math.max(0, context.nowMs - sinceMs)) / 86_400_000
  return `${formatMoney(lost, context.currency)} not earned so far`
}

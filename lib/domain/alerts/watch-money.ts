import { newLook, PAST } from '#lib/domain/alerts/look'
import type { RigNet } from '#lib/domain/alerts/rule-facts'
import type { RigWatch } from '#lib/domain/alerts/watch'
import { formatDuration, formatMoney } from '#lib/domain/format'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#lib/domain/units'

/** So much of the span has to be known: the missing hours could be the cheap ones. */
const KNOWN_AT_LEAST = 0.9

/** The span that a rule sums over, in whole hours of the ledger. */
export function netWindowMs({ forMs }: { forMs: number }): number {
  return Math.max(1, Math.ceil(forMs / HOUR_MS)) * HOUR_MS
}

/**
 * The energy of the rig's last hours together cost more than their work was worth: dear hours by day and cheap ones by
 * night are judged as one. The value is that net as a day of such hours, `detail` what it is made of.
 */
export const watchLoss: RigWatch = ({ nets }, settings) => {
  const found = newLook(settings.severity)
  const windowMs = netWindowMs(settings)
  const net = nets?.find((one) => one.windowMs === windowMs)
  if (!net || net.knownMs < windowMs * KNOWN_AT_LEAST) return found
  found.known = true
  found.unit = 'money'
  found.rising = false
  const profit = net.revenue - net.cost
  found.value = (profit / net.knownMs) * DAY_MS
  found.warningThreshold = 0
  found.words = () => netWords(net)
  if (profit >= 0) return found
  found.warning = PAST
  found.sinceMs = net.untilMs - windowMs
  return found
}

/** `revenue $3.10, cost $4.30 in the last 24 h`, or `in the 22 h 5 min known of the last 24 h`. */
function netWords({ revenue, cost, currency, knownMs, windowMs }: RigNet): string {
  const hours = (ms: number) => (ms < DAY_MS ? formatDuration(ms) : `${Math.round(ms / HOUR_MS)} h`)
  // Between two readings lie seconds that nobody counts.
  const isWhole = windowMs - knownMs < MINUTE_MS * (windowMs / HOUR_MS)
  const span = isWhole ? `the last ${hours(windowMs)}` : `the ${hours(knownMs)} known of the last ${hours(windowMs)}`
  return `revenue ${formatMoney(revenue, currency)}, cost ${formatMoney(cost, currency)} in ${span}`
}

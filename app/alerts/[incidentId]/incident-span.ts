import { HOUR_MS, MINUTE_MS } from '#lib/domain/units'

const STEPS_SECONDS = [20, 60, 120, 300, 900, 1800, 3600, 7200, 21_600, 86_400]
const MOST_SLOTS = 360

/**
 * What a chart around an incident shows: the incident, and before and after it half as long again, at least half an hour
 * and at most a day, so that what was usual stands beside it. Slots are whole: an incident that lasts makes the chart
 * longer slot by slot, not at each look.
 */
export function spanAround(
  incident: { startedAtMs: number; resolvedAtMs?: number },
  nowMs: number,
  intervalSeconds: number,
): { fromMs: number; toMs: number; stepSeconds: number } {
  const endMs = incident.resolvedAtMs ?? nowMs
  const lastedMs = Math.max(0, endMs - incident.startedAtMs)
  const roomMs = Math.min(24 * HOUR_MS, Math.max(30 * MINUTE_MS, lastedMs / 2))
  const fromMs = incident.startedAtMs - roomMs
  const toMs = Math.min(nowMs, endMs + roomMs)
  const least = Math.ceil((2 * intervalSeconds) / 10) * 10
  const stepSeconds =
    STEPS_SECONDS.find((step) => step >= least && (toMs - fromMs) / 1000 / step <= MOST_SLOTS) ?? 86_400
  const stepMs = stepSeconds * 1000
  return {
    fromMs: Math.floor(fromMs / stepMs) * stepMs,
    toMs: Math.ceil(toMs / stepMs) * stepMs,
    stepSeconds,
  }
}

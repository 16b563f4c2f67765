import type { Severity } from '#lib/domain/alert-types'
import type { ReplayedIncident } from './replay-rig.ts'

const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, critical: 2 }

/**
 * A day's incidents and those of the days after it, oldest first. One that still lasted when the day ended, at
 * `boundaryMs`, and one that had begun by then are the same.
 */
export function mergeReplayed(
  day: readonly ReplayedIncident[],
  later: readonly ReplayedIncident[],
  boundaryMs: number,
): ReplayedIncident[] {
  const last = day.at(-1)
  const [first, ...rest] = later
  if (!last || !first || first.fromMs > boundaryMs || (last.toMs ?? boundaryMs) < first.fromMs) {
    const lost = last && last.toMs === undefined && later.length > 0 ? { ...last, toMs: boundaryMs } : last
    return [...day.slice(0, -1), ...(lost ? [lost] : []), ...later]
  }
  const worse = RANK[last.severity] > RANK[first.severity] ? last : first
  const { severity, evidence } = worse
  const whole = { fromMs: Math.min(last.fromMs, first.fromMs), severity, evidence }
  return [...day.slice(0, -1), first.toMs === undefined ? whole : { ...whole, toMs: first.toMs }, ...rest]
}

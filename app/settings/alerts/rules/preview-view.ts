import type { Severity } from '#lib/domain/alert-types'
import type { PreviewHit } from '#lib/wire/alerts'

/** A mark on the strip of days: where it begins, how wide it is (both as shares of the span), and how bad. */
export type StripMark = { key: string; left: number; width: number; severity: Severity }

const LEAST_WIDTH = 0.004

/** Hits as marks on a strip from `sinceMs` to `untilMs`; one too short to be seen is drawn as wide as can be seen. */
export function stripMarks(hits: PreviewHit[], sinceMs: number, untilMs: number): StripMark[] {
  const span = Math.max(1, untilMs - sinceMs)
  return hits.map((hit, index) => {
    const left = Math.min(1 - LEAST_WIDTH, Math.max(0, (hit.fromMs - sinceMs) / span))
    const right = Math.min(1, ((hit.toMs ?? untilMs) - sinceMs) / span)
    return { key: `${index}`, left, width: Math.max(LEAST_WIDTH, right - left), severity: hit.severity }
  })
}

/** `Would have fired 4 times on 2 rigs`, with how often it would have been critical. */
export function verdictWords(hits: PreviewHit[]): string {
  if (hits.length === 0) return 'Would not have fired'
  const rigs = new Set(hits.map((hit) => hit.rigId)).size
  const times = hits.length === 1 ? 'once' : hits.length === 2 ? 'twice' : `${hits.length} times`
  const critical = hits.filter((hit) => hit.severity === 'critical').length
  const bad = critical === 0 ? '' : critical === hits.length ? ', critical' : `, ${critical} of them critical`
  return `Would have fired ${times} on ${rigs === 1 ? '1 rig' : `${rigs} rigs`}${bad}`
}

/** `in the last 30 days`, or how far history goes back. */
export function sinceWords(sinceMs: number, untilMs: number): string {
  const days = (untilMs - sinceMs) / 86_400_000
  if (days >= 1.5) return `in the last ${Math.round(days)} days`
  const hours = Math.max(1, Math.round(days * 24))
  return hours === 1 ? 'in the last hour' : `in the last ${hours} hours`
}

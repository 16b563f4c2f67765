import type { IncidentRow } from '#lib/wire/alerts'
import type { MarkedSpan } from '../charts/time-panel.client'

/**
 * A rig's incidents as bands on its charts: those that somebody would be told of and that overlap the span. Where several
 * overlap, one band stands for them, as bad as the worst: bands above each other would only darken.
 */
export function markedSpans(
  incidents: Pick<IncidentRow, 'startedAtMs' | 'resolvedAtMs' | 'severity' | 'phase'>[],
  fromMs: number,
  toMs: number,
): MarkedSpan[] {
  const spans = incidents
    .filter(({ severity, phase }) => severity !== 'info' && phase !== 'pending')
    .map(({ startedAtMs, resolvedAtMs, severity }) => ({
      fromMs: Math.max(fromMs, startedAtMs),
      toMs: Math.min(toMs, resolvedAtMs ?? toMs),
      tone: severity === 'critical' ? ('critical' as const) : ('warn' as const),
    }))
    .filter((span) => span.toMs > span.fromMs)
  const critical = united(spans.filter(({ tone }) => tone === 'critical'))
  const warn = united(spans.filter(({ tone }) => tone === 'warn')).flatMap((span) => without(span, critical))
  return [
    ...critical.map((span) => ({ ...span, label: '', tone: 'critical' as const })),
    ...warn.map((span) => ({ ...span, label: '', tone: 'warn' as const })),
  ].sort((one, other) => one.fromMs - other.fromMs)
}

type Span = { fromMs: number; toMs: number }

function united(spans: Span[]): Span[] {
  const joined: Span[] = []
  for (const { fromMs, toMs } of [...spans].sort((one, other) => one.fromMs - other.fromMs)) {
    const last = joined.at(-1)
    if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs)
    else joined.push({ fromMs, toMs })
  }
  return joined
}

/** What is left of a span beside others, which are in order and do not overlap. */
function without(span: Span, others: Span[]): Span[] {
  const left: Span[] = []
  let fromMs = span.fromMs
  for (const other of others) {
    if (other.toMs <= fromMs || other.fromMs >= span.toMs) continue
    if (other.fromMs > fromMs) left.push({ fromMs, toMs: other.fromMs })
    fromMs = other.toMs
  }
  return fromMs < span.toMs ? [...left, { fromMs, toMs: span.toMs }] : left
}

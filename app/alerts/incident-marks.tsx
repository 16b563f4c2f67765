import type { IncidentRow } from '#lib/wire/alerts'
import { StateMark } from '../ui/state-mark'
import { shownPhase } from './incident-filter'
import { untilWords } from './snooze-times'

/** How bad it is, as shape, colour and word; good news wears good. Over and done with, it is muted. */
export function SeverityMark({ row, quiet }: { row: Pick<IncidentRow, 'severity'>; quiet?: boolean }) {
  return <StateMark mark={row.severity} tone={quiet ? 'muted' : undefined} />
}

/** What became of it: nobody took it yet, or who did, or until when it rests. */
export function PhaseMark({
  row,
  nowMs,
  timeZone,
}: {
  row: Pick<IncidentRow, 'phase' | 'snoozedUntilMs' | 'resolvedAtMs' | 'acknowledgedBy' | 'severity'>
  nowMs: number
  timeZone: string
}) {
  const phase = shownPhase(row, nowMs)
  if (phase === 'snoozed' && row.snoozedUntilMs !== undefined) {
    return <StateMark mark="snoozed" word={`snoozed ${untilWords(row.snoozedUntilMs, nowMs, timeZone)}`} />
  }
  if (phase === 'acknowledged') {
    return <StateMark mark="acknowledged" word={row.acknowledgedBy ? `taken by ${row.acknowledgedBy}` : undefined} />
  }
  if (phase === 'pending') return <StateMark mark="pending" word="pending" />
  if (phase === 'resolved') return <StateMark mark="resolved" tone="muted" />
  // How bad it is stands beside it already, in shape and colour.
  return <>firing</>
}

import type { IncidentPhase, RuleKind, Severity } from '#lib/domain/alert-types'
import type { IncidentRow } from '#lib/wire/alerts'

/**
 * `unhandled`: nobody acknowledged it and it is not snoozed. What is pending has not lasted long enough to be told, and
 * is shown only where it is asked for.
 */
export type PhaseFilter = 'all' | 'unhandled' | 'acknowledged' | 'snoozed' | 'pending'

export type IncidentFilter = {
  text: string
  severity: Severity | 'all'
  phase: PhaseFilter
  kind: RuleKind | 'all'
  siteId?: number
}

export const NO_FILTER: IncidentFilter = { text: '', severity: 'all', phase: 'all', kind: 'all' }

export const SEVERITY_FILTERS: readonly { value: IncidentFilter['severity']; label: string }[] = [
  { value: 'all', label: 'All severities' },
  { value: 'critical', label: 'Critical' },
  { value: 'warning', label: 'Warning' },
  { value: 'info', label: 'Info' },
]

export const PHASE_FILTERS: readonly { value: PhaseFilter; label: string }[] = [
  { value: 'all', label: 'All open' },
  { value: 'unhandled', label: 'Not taken yet' },
  { value: 'acknowledged', label: 'Acknowledged' },
  { value: 'snoozed', label: 'Snoozed' },
  { value: 'pending', label: 'Pending' },
]

/** What a person sees an incident's phase as: a snoozed one rests, whatever else it is. */
export type ShownPhase = IncidentPhase | 'snoozed'

export function shownPhase(
  row: Pick<IncidentRow, 'phase' | 'snoozedUntilMs' | 'resolvedAtMs'>,
  nowMs: number,
): ShownPhase {
  if (row.phase === 'resolved' || row.resolvedAtMs !== undefined) return 'resolved'
  return row.snoozedUntilMs !== undefined && row.snoozedUntilMs > nowMs ? 'snoozed' : row.phase
}

const PHASE_ORDER: readonly ShownPhase[] = ['firing', 'pending', 'acknowledged', 'snoozed', 'resolved']
const SEVERITY_ORDER: readonly Severity[] = ['critical', 'warning', 'info']

/** Rows that match, those that nobody has taken first, worst first among them, then the newest. Words in any order. */
export function filterIncidents(rows: IncidentRow[], filter: IncidentFilter, nowMs: number): IncidentRow[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  return rows
    .filter(
      (row) =>
        (filter.severity === 'all' || row.severity === filter.severity) &&
        (filter.kind === 'all' || row.kind === filter.kind) &&
        (filter.siteId === undefined || row.siteId === filter.siteId) &&
        inPhase(shownPhase(row, nowMs), filter.phase) &&
        hasWords(row, words),
    )
    .map((row) => ({ row, rank: PHASE_ORDER.indexOf(shownPhase(row, nowMs)) }))
    .sort(
      (one, other) =>
        one.rank - other.rank ||
        SEVERITY_ORDER.indexOf(one.row.severity) - SEVERITY_ORDER.indexOf(other.row.severity) ||
        other.row.startedAtMs - one.row.startedAtMs ||
        other.row.id - one.row.id,
    )
    .map(({ row }) => row)
}

function inPhase(phase: ShownPhase, wanted: PhaseFilter): boolean {
  if (wanted === 'all') return phase !== 'pending'
  return wanted === 'unhandled' ? phase === 'firing' : phase === wanted
}

function hasWords(row: IncidentRow, words: string[]): boolean {
  if (words.length === 0) return true
  const text = [row.title, row.subject.name, row.siteName, row.rack, row.evidenceWords, row.evidence.detail, row.notes]
    .filter(Boolean)
    .join(' ')
    .toLowerCase()
  return words.every((word) => text.includes(word))
}

export function isFiltered(filter: IncidentFilter): boolean {
  return (
    filter.text.trim() !== '' ||
    filter.severity !== 'all' ||
    filter.phase !== 'all' ||
    filter.kind !== 'all' ||
    filter.siteId !== undefined
  )
}

import { countOpenIncidents, countSnoozed } from '#lib/db/find-incidents'
import type { Rows } from '#lib/db/rows'
import type { AlertsSummary } from '#lib/wire/alerts'

/** What the bell shows: open incidents that nobody looks after yet, and those that somebody does. */
export async function alertsSummary(rows: Rows, nowMs = Date.now()): Promise<Omit<AlertsSummary, 'version'>> {
  const [open, snoozed] = await Promise.all([countOpenIncidents(rows), countSnoozed(rows, nowMs)])
  const sum = (counts: { count: number }[]) => counts.reduce((total, { count }) => total + count, 0)
  const shown = open.filter(({ phase, worklist }) => phase === 'firing' && !worklist)
  const isCritical = ({ severity }: { severity: string }) => severity === 'critical'
  return {
    firing: sum(shown) - sum(snoozed),
    critical: sum(shown.filter(isCritical)) - sum(snoozed.filter(isCritical)),
    acknowledged: sum(open.filter(({ phase }) => phase === 'acknowledged')),
    worklist: sum(open.filter(({ phase, worklist }) => phase === 'firing' && worklist)),
  }
}

import type { RigRow } from '#lib/wire/dashboard-events'
import type { Mark } from '../ui/state-shape'

/** One thing a person should look at. A rig may have several: a lost GPU, and a loss. */
export type Need = {
  rigId: number
  mark: Mark
  tone: 'critical' | 'warn'
  row: RigRow
  /** When it began; absent where nobody told. */
  sinceMs?: number
}

const ORDER: Mark[] = ['offline', 'error', 'zero', 'hot', 'frozen', 'missing', 'loses']

/** What needs a person, worst first, and among equals the longest standing first. Rigs out of service need nobody. */
export function needsYou(rows: RigRow[]): Need[] {
  return rows
    .flatMap(needsOf)
    .sort(
      (one, other) =>
        toneRank(one) - toneRank(other) ||
        ORDER.indexOf(one.mark) - ORDER.indexOf(other.mark) ||
        (one.sinceMs ?? Number.POSITIVE_INFINITY) - (other.sinceMs ?? Number.POSITIVE_INFINITY) ||
        one.rigId - other.rigId,
    )
}

function toneRank(need: Need): number {
  return need.tone === 'critical' ? 0 : 1
}

function needsOf(row: RigRow): Need[] {
  if (row.lifecycle !== 'active') return []
  const needs: Need[] = []
  const add = (mark: Mark, tone: Need['tone'], sinceMs?: number) =>
    needs.push({ rigId: row.id, mark, tone, row, sinceMs })
  if (row.state === 'offline' || row.state === 'error' || row.state === 'zero')
    add(row.state, 'critical', row.stateSinceMs)
  if (row.state === 'frozen') add('frozen', 'warn', row.stateSinceMs)
  if (row.state !== 'offline' && row.hottest?.severity)
    add('hot', row.hottest.severity === 'critical' ? 'critical' : 'warn')
  if (row.state !== 'offline' && row.missingDevices > 0) add('missing', 'critical')
  if (row.losesMoney) add('loses', 'warn')
  return needs
}

/** More rigs than this that lose money are told in one line: a bad day of the market is one matter, not a hundred. */
const LOSERS_LISTED = 3

/** Needs with many losses folded into one: what is listed each, and the losers told together. */
export function foldLosses(needs: Need[]): { listed: Need[]; losers: Need[] } {
  const losers = needs.filter((need) => need.mark === 'loses')
  if (losers.length <= LOSERS_LISTED) return { listed: needs, losers: [] }
  return { listed: needs.filter((need) => need.mark !== 'loses'), losers }
}

import type { RigRow } from '#lib/wire/dashboard-events'
import type { Mark, Tone } from '../ui/state-shape'

/** How a row is marked: its state, or what is worse than its state while it hashes. */
export type Condition = { mark: Mark; word?: string; tone?: Tone }

/** Marks of trouble from worst to least; what is not listed is no trouble. */
const WORST_FIRST: Mark[] = ['offline', 'error', 'zero', 'frozen', 'hot', 'missing', 'loses', 'never', 'warming']

/** The one mark a rig wears in lists. */
export function conditionOf(row: RigRow): Condition {
  if (row.lifecycle !== 'active') return { mark: 'paused', word: LIFECYCLE_WORDS[row.lifecycle] }
  if (row.state === 'hashing' || row.state === 'warming' || row.state === 'paused') {
    if (row.hottest?.severity === 'critical') return { mark: 'hot', word: 'hot', tone: 'critical' }
    if (row.hottest?.severity === 'warning') return { mark: 'hot' }
    if (row.missingDevices > 0)
      return {
        mark: 'missing',
        word: row.missingDevices === 1 ? '1 device missing' : `${row.missingDevices} devices missing`,
      }
  }
  return { mark: row.state }
}

const LIFECYCLE_WORDS = { repair: 'in repair', stored: 'stored', sold: 'sold' } as const

/** Sort key of a rig: 0 is the worst trouble; rigs that hash well, pause by choice or are out of service come last. */
export function troubleRank(row: RigRow): number {
  if (row.lifecycle !== 'active') return 40
  const { mark, tone } = conditionOf(row)
  if (mark === 'hot' && tone === 'critical') return 3.5
  const worst = WORST_FIRST.indexOf(mark)
  if (worst >= 0) return worst
  if (row.losesMoney) return WORST_FIRST.indexOf('loses')
  return row.state === 'paused' ? 30 : 20
}

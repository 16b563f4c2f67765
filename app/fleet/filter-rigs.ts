import type { RigRow, SiteRow } from '#lib/wire/dashboard-events'
import { conditionOf } from './condition'
import { nameRanks } from './name-ranks'

export type RigFilter = { text: string; state: StateFilter; siteId?: number }

/** `trouble` is whatever does not simply hash or pause by choice. */
export type StateFilter = 'all' | 'trouble' | 'hashing' | 'offline' | 'loses' | 'out-of-service'

export const STATE_FILTERS: readonly { value: StateFilter; name: string }[] = [
  { value: 'all', name: 'All states' },
  { value: 'trouble', name: 'In trouble' },
  { value: 'hashing', name: 'Hashing' },
  { value: 'offline', name: 'Offline' },
  { value: 'loses', name: 'Loses money' },
  { value: 'out-of-service', name: 'Out of service' },
]

/** Rows that match every word of the text and the chosen state and site, by name. Words may stand in any order. */
export function filterRigs(rows: RigRow[], filter: RigFilter, sites: Map<number, SiteRow>): RigRow[] {
  const ranks = nameRanks(rows)
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  return rows
    .filter(
      (row) =>
        (filter.siteId === undefined || row.siteId === filter.siteId) &&
        inState(row, filter.state) &&
        hasWords(row, words, sites),
    )
    .sort((one, other) => (ranks.get(one.id) ?? 0) - (ranks.get(other.id) ?? 0))
}

function hasWords(row: RigRow, words: string[], sites: Map<number, SiteRow>): boolean {
  if (words.length === 0) return true
  const text = [
    row.name,
    row.key,
    row.model,
    row.location,
    sites.get(row.siteId)?.name,
    ...row.tags,
    ...row.work.flatMap((work) => [work.algorithm, work.coin]),
  ]
    .filter(Boolean)
    .join(' ')
    .toLowerCase()
  return words.every((word) => text.includes(word))
}

function inState(row: RigRow, state: StateFilter): boolean {
  switch (state) {
    case 'all':
      return true
    case 'trouble': {
      const { mark } = conditionOf(row)
      return row.lifecycle === 'active' && (row.losesMoney || !['hashing', 'paused', 'warming', 'never'].includes(mark))
    }
    case 'hashing':
      return row.lifecycle === 'active' && row.state === 'hashing'
    case 'offline':
      return row.lifecycle === 'active' && row.state === 'offline'
    case 'loses':
      return row.losesMoney
    case 'out-of-service':
      return row.lifecycle !== 'active'
  }
}

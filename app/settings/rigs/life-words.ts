import type { Lifecycle } from '#lib/wire/dashboard-events'

/** How a rig lives, and what follows from it. */
export const LIVES: { value: Lifecycle; label: string }[] = [
  { value: 'active', label: 'Active: expected to be seen' },
  { value: 'repair', label: 'In repair: not expected' },
  { value: 'stored', label: 'Stored: not expected' },
  { value: 'sold', label: 'Sold: history only' },
]

export const LIFE_WORDS: Record<Lifecycle, string> = {
  active: 'active',
  repair: 'in repair',
  stored: 'stored',
  sold: 'sold',
}

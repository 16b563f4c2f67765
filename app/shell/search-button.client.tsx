'use client'

import { spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import pressable from '../ui/pressable.module.css'
import classes from './page-header.module.css'

const never = () => () => {}

/** Opens the search; `compact` leaves its words to screen readers, where the page’s own name needs the room. */
export function SearchButton({ compact }: { compact?: boolean }) {
  const keys = useSyncExternalStore(
    never,
    () => (/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'),
    () => '⌘K',
  )
  return (
    <button type="button" className={pressable.quiet} onClick={spotlight.open} aria-label="Search rigs, pages, actions">
      <IconSearch size={16} stroke={1.6} aria-hidden="true" />
      {compact ? null : <span className={classes.searchWords}>Search rigs, pages, actions</span>}
      <kbd className={classes.searchKeys}>{keys}</kbd>
    </button>
  )
}

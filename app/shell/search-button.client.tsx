'use client'

import { spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import pressable from '../ui/pressable.module.css'
import classes from './page-header.module.css'

const never = () => () => {}

export function SearchButton() {
  const keys = useSyncExternalStore(
    never,
    () => (/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'),
    () => '⌘K',
  )
  return (
    <button type="button" className={pressable.quiet} onClick={spotlight.open} aria-label="Search rigs, pages, actions">
      <IconSearch size={16} stroke={1.6} aria-hidden="true" />
      <span className={classes.searchWords}>Search rigs, pages, actions</span>
      <kbd className={classes.searchKeys}>{keys}</kbd>
    </button>
  )
}

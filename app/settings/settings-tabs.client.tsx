'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { intoItsRow } from '../shell/into-its-row'
import { isCurrentPage } from '../shell/navigation'
import classes from './settings.module.css'

const TABS = [
  { href: '/settings/sites', name: 'Sites and tariffs' },
  { href: '/settings/rigs', name: 'Rigs' },
  { href: '/settings/alerts', name: 'Alerts' },
  { href: '/settings/agents', name: 'Agents and tokens' },
  { href: '/settings/market', name: 'Market data' },
  { href: '/settings/storage', name: 'Storage' },
  { href: '/settings/access', name: 'People and keys' },
  { href: '/settings/about', name: 'About' },
]

/** The parts of the settings; each has its own address. */
export function SettingsTabs() {
  const path = usePathname()
  return (
    <nav aria-label="Settings" className={classes.tabs}>
      {TABS.map(({ href, name }) => {
        const current = isCurrentPage(href, path)
        return (
          <Link
            key={href}
            ref={current ? intoItsRow : undefined}
            href={href}
            className={classes.tab}
            aria-current={current ? 'page' : undefined}
          >
            {name}
          </Link>
        )
      })}
    </nav>
  )
}

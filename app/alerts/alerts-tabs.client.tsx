'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useAlertsSummary } from '../live/use-live.client'
import tabs from '../settings/settings.module.css'
import classes from './alerts.module.css'

/** The lists of incidents, each with its own address. */
export function AlertsTabs({ open, worklist }: { open?: number; worklist?: number }) {
  const path = usePathname()
  const summary = useAlertsSummary()
  const lists = [
    { href: '/alerts', name: 'Open', count: summary ? summary.firing + summary.acknowledged : open },
    { href: '/alerts/worklist', name: 'Worklist', count: summary?.worklist ?? worklist },
    { href: '/alerts/resolved', name: 'Resolved', count: undefined },
  ]
  return (
    <nav aria-label="Incidents" className={tabs.tabs}>
      {lists.map(({ href, name, count }) => (
        <Link key={href} href={href} className={tabs.tab} aria-current={path === href ? 'page' : undefined}>
          {name}
          {count ? <span className={classes.tabCount}>{count}</span> : null}
        </Link>
      ))}
    </nav>
  )
}

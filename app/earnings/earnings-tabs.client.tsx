'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import tabs from '../settings/settings.module.css'

const TABS = [
  { href: '/earnings', name: 'Expected' },
  { href: '/earnings/received', name: 'Received' },
  { href: '/earnings/compared', name: 'Compared' },
  { href: '/earnings/contracts', name: 'Contracts' },
  { href: '/earnings/investment', name: 'Investment' },
]

/** What the work was worth, what came of it, why the two differ, and what was paid for it all. */
export function EarningsTabs() {
  const path = usePathname()
  return (
    <nav aria-label="Earnings" className={tabs.tabs}>
      {TABS.map(({ href, name }) => {
        const current = path === href || (href !== '/earnings' && path.startsWith(`${href}/`))
        return (
          <Link key={href} href={href} className={tabs.tab} aria-current={current ? 'page' : undefined}>
            {name}
          </Link>
        )
      })}
    </nav>
  )
}

'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import tabs from '../settings/settings.module.css'
import { intoItsRow } from '../shell/into-its-row'
import { isCurrentPage } from '../shell/navigation'

const TABS = [
  { href: '/earnings', name: 'Expected', parts: ['/earnings/day', '/earnings/hour'] },
  { href: '/earnings/received', name: 'Received', parts: ['/earnings/received'] },
  { href: '/earnings/compared', name: 'Compared', parts: ['/earnings/compared'] },
  { href: '/earnings/contracts', name: 'Contracts', parts: ['/earnings/contracts'] },
  { href: '/earnings/investment', name: 'Investment', parts: ['/earnings/investment'] },
]

/** What the work was worth, what came of it, why the two differ, and what was paid for it all. */
export function EarningsTabs() {
  const path = usePathname()
  return (
    <nav aria-label="Earnings" className={tabs.tabs}>
      {TABS.map(({ href, name, parts }) => {
        const current = path === href || parts.some((part) => isCurrentPage(part, path))
        return (
          <Link
            key={href}
            ref={current ? intoItsRow : undefined}
            href={href}
            className={tabs.tab}
            aria-current={current ? 'page' : undefined}
          >
            {name}
          </Link>
        )
      })}
    </nav>
  )
}

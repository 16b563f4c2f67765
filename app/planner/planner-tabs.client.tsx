'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import tabs from '../settings/settings.module.css'
import { intoItsRow } from '../shell/into-its-row'

const TABS = [
  { href: '/planner', name: 'What if' },
  { href: '/planner/hours', name: 'Run or pause' },
  { href: '/planner/coins', name: 'What else to mine' },
  { href: '/planner/machines', name: 'Which machine to buy' },
]

/** The questions that the planner answers. */
export function PlannerTabs() {
  const path = usePathname()
  return (
    <nav aria-label="Planner" className={tabs.tabs}>
      {TABS.map(({ href, name }) => {
        const current = path === href
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

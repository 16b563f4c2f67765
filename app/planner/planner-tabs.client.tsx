'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import tabs from '../settings/settings.module.css'

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
      {TABS.map(({ href, name }) => (
        <Link key={href} href={href} className={tabs.tab} aria-current={path === href ? 'page' : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  )
}

'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import pressable from '../../ui/pressable.module.css'
import classes from './alert-settings.module.css'

const PARTS = [
  { href: '/settings/alerts', name: 'Rules', within: '/settings/alerts/rules' },
  { href: '/settings/alerts/channels', name: 'Channels', within: '/settings/alerts/channels' },
  { href: '/settings/alerts/messages', name: 'Who and when', within: '/settings/alerts/messages' },
  { href: '/settings/alerts/quiet', name: 'Quiet times', within: '/settings/alerts/quiet' },
]

/** What is watched for, where messages go, to whom first, and when nobody is to be woken. */
export function AlertSettingsTabs() {
  const path = usePathname()
  return (
    <nav aria-label="Alert settings" className={classes.parts}>
      {PARTS.map(({ href, name, within }) => {
        const here = path === href || path.startsWith(`${within}/`)
        return (
          <Link key={href} href={href} className={pressable.quiet} aria-current={here ? 'true' : undefined}>
            {name}
          </Link>
        )
      })}
    </nav>
  )
}

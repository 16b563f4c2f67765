'use client'

import { IconLogout } from '@tabler/icons-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { DemoInboxLink } from '../demo/demo-inbox-link.client'
import { AlertsCount } from './alerts-count.client'
import { ColourSchemeSwitch } from './colour-scheme-switch.client'
import { LampMark } from './lamp-mark'
import { isCurrentPage, PAGES } from './navigation'
import { PageIcon } from './page-icon'
import classes from './shell.module.css'
import { signOut } from './sign-out.client'

export function Sidebar() {
  const path = usePathname()
  return (
    <nav className={classes.sidebar} aria-label="Pages and session">
      <Link href="/" className={classes.brand}>
        <LampMark />
        Davylamp
      </Link>
      <ul className={classes.pages}>
        {PAGES.map((page) => (
          <li key={page.href}>
            <Link
              href={page.href}
              className={classes.page}
              aria-current={isCurrentPage(page.href, path) ? 'page' : undefined}
            >
              <PageIcon name={page.icon} size={16} />
              {page.name}
              {page.href === '/alerts' ? <AlertsCount /> : null}
            </Link>
          </li>
        ))}
        <DemoInboxLink />
      </ul>
      <div className={classes.foot}>
        <ColourSchemeSwitch />
        <div className={classes.footRow}>
          <button type="button" className={classes.footButton} onClick={signOut}>
            <IconLogout size={16} stroke={1.6} aria-hidden="true" />
            Sign out
          </button>
        </div>
      </div>
    </nav>
  )
}

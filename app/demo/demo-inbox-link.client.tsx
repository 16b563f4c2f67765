'use client'

import { IconMail } from '@tabler/icons-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import classes from '../shell/shell.module.css'
import { INBOX, useDemoMails } from './demo.client'

/** The sidebar's way to the mails of the demo; nothing elsewhere. */
export function DemoInboxLink() {
  const mails = useDemoMails()
  const path = usePathname()
  if (mails === undefined) return null
  return (
    <li>
      <Link href={INBOX} className={classes.page} aria-current={path === INBOX ? 'page' : undefined}>
        <IconMail size={16} stroke={1.6} aria-hidden="true" />
        Demo inbox
        {mails > 0 ? (
          <span className={classes.count} data-tone="quiet">
            {mails}
            <span className="visually-hidden">{mails === 1 ? ' mail' : ' mails'}</span>
          </span>
        ) : null}
      </Link>
    </li>
  )
}

import type { ReactNode } from 'react'
import { PageHeader } from '../shell/page-header'
import { LinkButton } from '../ui/link-button'
import classes from './alerts.module.css'
import { AlertsTabs } from './alerts-tabs.client'

/** What stands around the three lists: what needs somebody, what can wait for the next round, and what is over. */
export function AlertsFrame({
  open,
  worklist,
  children,
}: {
  /** How many stand in each, as the page was made; the tabs count on by themselves. */
  open?: number
  worklist?: number
  children: ReactNode
}) {
  return (
    <>
      <PageHeader title="Alerts" live actions={<LinkButton href="/settings/alerts">Rules and channels</LinkButton>} />
      <AlertsTabs open={open} worklist={worklist} />
      <div className={classes.page}>{children}</div>
    </>
  )
}

import type { ReactNode } from 'react'
import { LiveDot } from './live-dot.client'
import classes from './page-header.module.css'
import { SearchButton } from './search-button.client'

/**
 * The top of every page: its name, what stands beside it, and at the right search and the page's own buttons.
 * `crumb` is a link to the list the page belongs to; `live` shows whether figures are arriving.
 */
export function PageHeader({
  title,
  crumb,
  beside,
  actions,
  live,
}: {
  title: string
  crumb?: ReactNode
  beside?: ReactNode
  actions?: ReactNode
  live?: boolean
}) {
  return (
    <div className={classes.header}>
      <div className={classes.name}>
        {crumb ? <span className={classes.crumb}>{crumb} /</span> : null}
        <h1>{title}</h1>
        {live ? <LiveDot /> : null}
        {beside ? <div className={classes.beside}>{beside}</div> : null}
      </div>
      <div className={classes.actions}>
        <SearchButton compact={crumb !== undefined} />
        {actions}
      </div>
    </div>
  )
}

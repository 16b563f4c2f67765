import type { ReactNode } from 'react'
import classes from './empty-state.module.css'

/** What stands where nothing is yet: what will be here, why it is empty, and the one next step. */
export function EmptyState({
  title,
  children,
  action,
  icon,
  alone = false,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
  icon?: ReactNode
  /** Whether it is the whole page, and its title the page’s. */
  alone?: boolean
}) {
  const Title = alone ? 'h1' : 'h2'
  return (
    <div className={classes.empty}>
      {icon ? <div className={classes.icon}>{icon}</div> : null}
      <Title className={classes.title}>{title}</Title>
      {children ? <div className={classes.words}>{children}</div> : null}
      {action ? <div className={classes.action}>{action}</div> : null}
    </div>
  )
}

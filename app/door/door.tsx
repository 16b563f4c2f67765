import type { ReactNode } from 'react'
import { LampMark } from '../shell/lamp-mark'
import classes from './door.module.css'

/** A page that stands alone before one is in: the mark, a title, and one thing to do. */
export function Door({
  title,
  lead,
  wide,
  children,
}: {
  title: string
  lead?: ReactNode
  wide?: boolean
  children: ReactNode
}) {
  return (
    <div className={classes.page}>
      <div className={classes.column} data-wide={wide}>
        <div className={classes.brand}>
          <LampMark size={28} />
          Davylamp
        </div>
        <div className={classes.card}>
          <h1>{title}</h1>
          {lead ? <p className={classes.lead}>{lead}</p> : null}
          <div className={classes.body}>{children}</div>
        </div>
      </div>
    </div>
  )
}

import type { ReactNode } from 'react'
import classes from './card.module.css'

/** A surface with a hairline. With a `title` it is a labelled section; `aside` stands at the right of the title. */
export function Card({
  title,
  aside,
  note,
  flush,
  className,
  children,
}: {
  title?: string
  aside?: ReactNode
  /** Muted words beside the title. */
  note?: ReactNode
  /** Without padding, for tables that reach the edges. */
  flush?: boolean
  className?: string
  children: ReactNode
}) {
  const names = [classes.card, flush ? classes.flush : '', className ?? ''].filter(Boolean).join(' ')
  if (!title) return <div className={names}>{children}</div>
  return (
    <section className={names} aria-label={title}>
      <div className={classes.head}>
        <h2>{title}</h2>
        {note ? <span className={classes.note}>{note}</span> : null}
        {aside ? <div className={classes.aside}>{aside}</div> : null}
      </div>
      {children}
    </section>
  )
}

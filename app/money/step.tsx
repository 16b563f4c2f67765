import type { ReactNode } from 'react'
import classes from './explained.module.css'

/** One line of a calculation: what it is, how it comes about in words, and its figure; the source and age beneath. */
export function Step({
  name,
  how,
  source,
  total,
  children,
}: {
  name: string
  how?: ReactNode
  source?: ReactNode
  total?: boolean
  children: ReactNode
}) {
  return (
    <div className={classes.step} data-total={total}>
      <dt>
        {name}
        {how ? <span className={classes.how}>{how}</span> : null}
      </dt>
      <dd>
        {children}
        {source ? <span className={classes.how}>{source}</span> : null}
      </dd>
    </div>
  )
}

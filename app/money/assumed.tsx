import Link from 'next/link'
import type { ReactNode } from 'react'
import classes from './explained.module.css'

/** A mark where a figure rests on a guess of ours, with the way to replace the guess by a fact. */
export function Assumed({
  href,
  action = 'Confirm or change',
  children,
}: {
  href?: string
  action?: string
  children: ReactNode
}) {
  return (
    <p className={classes.assumed}>
      <strong>Assumed.</strong> {children} {href ? <Link href={href}>{action}</Link> : null}
    </p>
  )
}

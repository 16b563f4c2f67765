import type { ReactNode } from 'react'
import classes from './add-rig.module.css'

/** What is being waited for, in words that change as it comes nearer. */
export function Waiting({ children }: { children: ReactNode }) {
  return (
    <div className={classes.waiting}>
      <span className={classes.pulse} aria-hidden="true" />
      <div>{children}</div>
    </div>
  )
}

import type { ReactNode } from 'react'
import classes from './tile.module.css'

/** One figure that answers one question: its name above, the figure, and what explains it beneath. */
export function Tile({
  name,
  children,
  below,
  foot,
}: {
  name: string
  children: ReactNode
  below?: ReactNode
  foot?: ReactNode
}) {
  return (
    <div className={classes.tile}>
      <h2 className={classes.name}>{name}</h2>
      <div className={classes.figure}>{children}</div>
      {below ? <div className={classes.below}>{below}</div> : null}
      {foot ? <div className={classes.foot}>{foot}</div> : null}
    </div>
  )
}

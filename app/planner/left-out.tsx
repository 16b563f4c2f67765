import classes from './planner.module.css'

const NAMED = 5

/** Rigs that a plan does not count, each with the reason. */
export function LeftOut({ leftOut }: { leftOut: { name: string; reason: string }[] }) {
  if (leftOut.length === 0) return null
  return (
    <p className={classes.words}>
      Not counted:{' '}
      {leftOut
        .slice(0, NAMED)
        .map(({ name, reason }) => `${name} (${reason})`)
        .join(', ')}
      {leftOut.length > NAMED ? `, and ${leftOut.length - NAMED} more` : ''}.
    </p>
  )
}

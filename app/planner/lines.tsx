import classes from './planner.module.css'

/** Names and figures, one below the other. */
export function Lines({ lines }: { lines: readonly (readonly [name: string, value: string])[] }) {
  return (
    <dl className={classes.lines}>
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

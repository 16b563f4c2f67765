import Link from 'next/link'
import { formatHashRate } from '#lib/domain/format'
import type { RigRow } from '#lib/wire/dashboard-events'
import { Figure } from '../ui/figure'
import { StateMark } from '../ui/state-mark'
import classes from './add-rig.module.css'

/** A rig that has just appeared, live. */
export function FoundRig({ rig }: { rig: RigRow }) {
  const [work] = rig.work
  return (
    <li className={classes.foundRig}>
      <StateMark mark={rig.state} />
      <Link href={`/rigs/${rig.id}`}>{rig.name}</Link>
      {rig.model ? <span className={classes.muted}>{rig.model}</span> : null}
      {work?.hashesPerSecond === undefined ? null : (
        <Figure text={formatHashRate(work.hashesPerSecond, work.algorithm)} hue="hash-rate" />
      )}
      <Link href={`/rigs/${rig.id}`}>Open {rig.name}</Link>
    </li>
  )
}

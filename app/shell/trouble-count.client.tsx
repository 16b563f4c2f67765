'use client'

import { useMemo } from 'react'
import { needsYou } from '../fleet/needs-you'
import { useKnownFleet } from '../live/use-live.client'
import classes from './shell.module.css'

/** How many rigs are in critical trouble, beside the page that shows them. */
export function TroubleCount() {
  const fleet = useKnownFleet()
  const count = useMemo(() => {
    if (!fleet) return 0
    return new Set(
      needsYou(fleet.rigs)
        .filter((need) => need.tone === 'critical')
        .map((need) => need.rigId),
    ).size
  }, [fleet])
  if (count === 0) return null
  return (
    <span className={classes.count}>
      {count}
      <span className="visually-hidden"> {count === 1 ? 'rig needs you' : 'rigs need you'}</span>
    </span>
  )
}

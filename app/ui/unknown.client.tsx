'use client'

import { Tooltip } from '@mantine/core'
import classes from './figure.module.css'

/** A dash that says why: on hover, on touch, and to the screen reader. Also the `~` of a figure that is not exact. */
export function Unknown({
  reason = 'not known',
  sign = '—',
  size = 'inherit',
}: {
  reason?: string
  sign?: '—' | '~'
  size?: 'inherit' | 'title' | 'figure'
}) {
  return (
    <Tooltip label={reason}>
      <span className={sign === '~' ? classes.sign : `${classes.figure} ${classes.unknown}`} data-size={size}>
        <span aria-hidden="true">{sign}</span>
        <span className="visually-hidden">{sign === '~' ? ` (${reason})` : `unknown: ${reason}`}</span>
      </span>
    </Tooltip>
  )
}

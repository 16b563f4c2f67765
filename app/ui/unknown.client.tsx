'use client'

import { Tooltip } from '@mantine/core'
import { useRef, useState } from 'react'
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
  const target = useRef<HTMLSpanElement>(null)
  const [shown, setShown] = useState(false)
  return (
    <span
      ref={target}
      className={sign === '~' ? classes.sign : `${classes.figure} ${classes.unknown}`}
      data-size={size}
      onPointerEnter={() => setShown(true)}
      onPointerLeave={() => setShown(false)}
    >
      <span aria-hidden="true">{sign}</span>
      <span className="visually-hidden">{sign === '~' ? ` (${reason})` : `unknown: ${reason}`}</span>
      {/* Mounted only while it is needed: a table has hundreds of these. */}
      {shown ? <Tooltip label={reason} target={target} opened /> : null}
    </span>
  )
}

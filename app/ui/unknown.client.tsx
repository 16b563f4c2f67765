'use client'

import { Tooltip } from '@mantine/core'
import { type RefObject, useRef, useState } from 'react'
import classes from './figure.module.css'

/**
 * A dash that says why: on hover, on touch, and to the screen reader, whose words stand in the text. Also the `~` of a
 * figure that is not exact. It is no tab stop, or a table would have hundreds; a touch focuses it until the next one.
 * `within` a button it is told by the button when its reason is wanted.
 */
export function Unknown({
  reason = 'not known',
  sign = '—',
  size = 'inherit',
  within,
}: {
  reason?: string
  sign?: '—' | '~'
  size?: 'inherit' | 'title' | 'figure'
  within?: { button: RefObject<HTMLButtonElement | null>; wanted: boolean }
}) {
  const own = useRef<HTMLSpanElement>(null)
  const [wanted, setWanted] = useState(false)
  const className = sign === '~' ? classes.sign : `${classes.figure} ${classes.unknown}`
  const words = (
    <>
      <span aria-hidden="true">{sign}</span>
      <span className="visually-hidden">{sign === '~' ? ` (${reason})` : `unknown: ${reason}`}</span>
      {/* Mounted only while it is needed: a table has hundreds of these. */}
      {(within?.wanted ?? wanted) ? <Tooltip label={reason} target={within?.button ?? own} opened /> : null}
    </>
  )
  if (within) {
    return (
      <span className={className} data-size={size}>
        {words}
      </span>
    )
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing can be done with it; its reason is text as well
    <span
      ref={own}
      tabIndex={-1}
      className={className}
      data-size={size}
      onPointerEnter={() => setWanted(true)}
      onPointerLeave={() => setWanted(false)}
      onFocus={() => setWanted(true)}
      onBlur={() => setWanted(false)}
    >
      {words}
    </span>
  )
}

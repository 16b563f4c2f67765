'use client'

import { Tooltip } from '@mantine/core'
import { useRef, useState } from 'react'
import classes from './explained-word.module.css'

/**
 * A word with its sentence: on hover, on touch, and as text for the screen reader. It is no tab stop, as there may be many
 * on a page; a touch focuses it until the next one.
 */
export function ExplainedWord({ word, explanation }: { word: string; explanation: string }) {
  const own = useRef<HTMLSpanElement>(null)
  const [wanted, setWanted] = useState(false)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing can be done with it; its sentence is text as well
    <span
      ref={own}
      tabIndex={-1}
      className={classes.word}
      onPointerEnter={() => setWanted(true)}
      onPointerLeave={() => setWanted(false)}
      onFocus={() => setWanted(true)}
      onBlur={() => setWanted(false)}
    >
      {word}
      <span className="visually-hidden"> ({explanation})</span>
      {wanted ? <Tooltip label={explanation} target={own} opened multiline maw={280} /> : null}
    </span>
  )
}

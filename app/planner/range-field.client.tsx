'use client'

import { useId } from 'react'
import classes from './planner.module.css'

/** A number on a line from least to most, with what it means in words. */
export function RangeField({
  label,
  value,
  least,
  most,
  step,
  words,
  note,
  onChange,
}: {
  label: string
  value: number
  least: number
  most: number
  step: number
  words: string
  note?: string
  onChange: (value: number) => void
}) {
  const id = useId()
  return (
    <div className={classes.range}>
      <div className={classes.rangeHead}>
        <label htmlFor={id}>{label}</label>
        <output htmlFor={id}>{words}</output>
      </div>
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        step={step}
        value={value}
        aria-valuetext={words}
        onChange={(event) => onChange(Number(event.currentTarget.value))}
      />
      {note ? <p className={classes.words}>{note}</p> : null}
    </div>
  )
}

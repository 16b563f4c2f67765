'use client'

import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './forms.module.css'

/** A number being written, kept as text until it is sent, with its unit at the right. */
export function DecimalInput({
  label,
  description,
  unit,
  value,
  onChange,
  error,
  path,
  placeholder,
}: {
  label: ReactNode
  description?: ReactNode
  unit?: string
  value: string
  onChange: (text: string) => void
  error?: ReactNode
  path: string
  placeholder?: string
}) {
  return (
    <TextInput
      label={label}
      description={description}
      inputMode="decimal"
      autoComplete="off"
      placeholder={placeholder}
      rightSection={unit ? <span className={classes.unit}>{unit}</span> : undefined}
      rightSectionWidth={unit ? 16 + unit.length * 9 : undefined}
      rightSectionPointerEvents="none"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      data-path={path}
    />
  )
}

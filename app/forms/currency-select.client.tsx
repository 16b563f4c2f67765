'use client'

import { Select } from '@mantine/core'
import type { ReactNode } from 'react'

const names = new Intl.DisplayNames('en', { type: 'currency' })

/** A currency by its code or name. */
export function CurrencySelect({
  codes,
  value,
  onChange,
  error,
  description,
  path,
}: {
  codes: readonly string[]
  value: string
  onChange: (code: string) => void
  error?: ReactNode
  description?: string
  path: string
}) {
  return (
    <Select
      label="Currency"
      description={description}
      data={codes.map((code) => ({ value: code, label: `${code} · ${names.of(code) ?? code}` }))}
      searchable
      allowDeselect={false}
      value={value}
      onChange={(code) => code && onChange(code)}
      error={error}
      data-path={path}
    />
  )
}

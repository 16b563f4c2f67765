'use client'

import { Select } from '@mantine/core'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'

/** A time zone by its name, searched by typing a city. */
export function TimeZoneSelect({
  label = 'Time zone',
  description,
  value,
  onChange,
  error,
  path,
}: {
  label?: string
  description?: string
  value: string
  onChange: (zone: string) => void
  error?: ReactNode
  path: string
}) {
  // Each browser knows its own list; the server's may be another, so it is filled in once the page stands.
  const [zones, setZones] = useState<string[]>([])
  useEffect(() => setZones(['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]), [])
  const data = value === '' || zones.includes(value) ? zones : [value, ...zones]
  return (
    <Select
      label={label}
      description={description}
      data={data}
      searchable
      limit={60}
      nothingFoundMessage="No zone of this name. Try the largest city nearby."
      value={value === '' ? null : value}
      onChange={(zone) => zone && onChange(zone)}
      allowDeselect={false}
      error={error}
      data-path={path}
    />
  )
}

'use client'

import { Select } from '@mantine/core'
import { useRouter } from 'next/navigation'

type Group = { group: string; items: { value: string; label: string }[] }

/** What a page is about; each choice has its address. A long list is searched by typing. */
export function Choose({
  label,
  path,
  parameter,
  value,
  data,
}: {
  label: string
  path: string
  parameter: string
  value: string | undefined
  data: (Group | { value: string; label: string })[]
}) {
  const router = useRouter()
  return (
    <Select
      label={label}
      data={data}
      value={value ?? null}
      searchable
      limit={100}
      nothingFoundMessage="Nothing of this name"
      allowDeselect={false}
      onChange={(chosen) => {
        if (chosen) router.push(`${path}?${new URLSearchParams({ [parameter]: chosen })}`, { scroll: false })
      }}
      w={260}
    />
  )
}

'use client'

import { Select, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { RuleKind } from '#lib/domain/alert-types'
import classes from './alerts.module.css'
import type { IncidentGrouping } from './group-incidents'
import { type IncidentFilter, PHASE_FILTERS, SEVERITY_FILTERS } from './incident-filter'

const GROUPINGS: { value: IncidentGrouping; label: string }[] = [
  { value: 'none', label: 'Not grouped' },
  { value: 'site', label: 'By site' },
  { value: 'kind', label: 'By kind' },
]

/** What narrows a list of incidents down. Without `grouping` the list is not grouped, without `phases` all are of one. */
export function IncidentFilters({
  filter,
  onChange,
  kinds,
  sites,
  phases,
  grouping,
  onGroup,
  children,
}: {
  filter: IncidentFilter
  onChange: (filter: IncidentFilter) => void
  kinds: { value: RuleKind; label: string }[]
  sites: { id: number; name: string }[]
  phases?: boolean
  grouping?: IncidentGrouping
  onGroup?: (grouping: IncidentGrouping) => void
  /** How many are shown. */
  children: ReactNode
}) {
  return (
    <div className={classes.filters}>
      <TextInput
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })}
        placeholder="Filter by rig, site, words"
        aria-label="Filter incidents by words"
        leftSection={<IconSearch size={16} stroke={1.6} aria-hidden="true" />}
        size="xs"
        className={classes.filterText}
      />
      <Select
        data={[...SEVERITY_FILTERS]}
        value={filter.severity}
        onChange={(value) =>
          onChange({ ...filter, severity: SEVERITY_FILTERS.find((each) => each.value === value)?.value ?? 'all' })
        }
        allowDeselect={false}
        aria-label="Severity"
        size="xs"
        w={136}
      />
      {phases ? (
        <Select
          data={[...PHASE_FILTERS]}
          value={filter.phase}
          onChange={(value) =>
            onChange({ ...filter, phase: PHASE_FILTERS.find((each) => each.value === value)?.value ?? 'all' })
          }
          allowDeselect={false}
          aria-label="Phase"
          size="xs"
          w={136}
        />
      ) : null}
      <Select
        data={[{ value: 'all', label: 'All kinds' }, ...kinds]}
        value={filter.kind}
        onChange={(value) => onChange({ ...filter, kind: kinds.find((each) => each.value === value)?.value ?? 'all' })}
        allowDeselect={false}
        aria-label="Kind"
        size="xs"
        w={160}
      />
      {sites.length > 1 ? (
        <Select
          data={[
            { value: 'all', label: 'All sites' },
            ...sites.map((site) => ({ value: String(site.id), label: site.name })),
          ]}
          value={filter.siteId === undefined ? 'all' : String(filter.siteId)}
          onChange={(value) =>
            onChange({ ...filter, siteId: value === null || value === 'all' ? undefined : Number(value) })
          }
          allowDeselect={false}
          aria-label="Site"
          size="xs"
          w={136}
        />
      ) : null}
      {grouping && onGroup ? (
        <Select
          data={GROUPINGS}
          value={grouping}
          onChange={(value) => onGroup(GROUPINGS.find((each) => each.value === value)?.value ?? 'none')}
          allowDeselect={false}
          aria-label="Grouping"
          size="xs"
          w={128}
        />
      ) : null}
      <span className={classes.shown} aria-live="polite">
        {children}
      </span>
    </div>
  )
}

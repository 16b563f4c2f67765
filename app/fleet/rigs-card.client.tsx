'use client'

import { Select, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useDeferredValue, useMemo, useState } from 'react'
import type { FleetSnapshot } from '#lib/wire/dashboard-events'
import { ContractRows } from './contract-rows.client'
import { filterRigs, STATE_FILTERS, type StateFilter } from './filter-rigs'
import classes from './fleet.module.css'
import type { Grouping } from './group-rigs'
import { RigTable } from './rig-table.client'

/** All rigs with what narrows them down: words, state, site; trouble first. */
export function RigsCard({ fleet, initialState = 'all' }: { fleet: FleetSnapshot; initialState?: StateFilter }) {
  const [text, setText] = useState('')
  const [state, setState] = useState<StateFilter>(initialState)
  const [siteId, setSiteId] = useState<number>()
  const [grouping, setGrouping] = useState<Grouping>('none')
  const wanted = useDeferredValue(text)
  const sites = useMemo(() => new Map(fleet.sites.map((site) => [site.id, site])), [fleet.sites])
  const rows = useMemo(
    () => filterRigs(fleet.rigs, { text: wanted, state, siteId }, sites),
    [fleet.rigs, wanted, state, siteId, sites],
  )
  const contracts = useMemo(() => {
    const words = wanted.trim().toLowerCase().split(/\s+/)
    return fleet.contracts.filter((row) => {
      const text = `${row.name} ${row.provider} ${row.coin} ${row.algorithm} contract`.toLowerCase()
      return (siteId === undefined || row.siteId === siteId) && words.every((word) => text.includes(word))
    })
  }, [fleet.contracts, wanted, siteId])
  const shownContracts = state === 'all' ? contracts : []
  const several = fleet.sites.length > 1
  const racked = useMemo(() => fleet.rigs.some((row) => row.rack !== undefined), [fleet.rigs])
  return (
    <section aria-label="Rigs" className={classes.rigs}>
      <div className={classes.filters}>
        <TextInput
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          placeholder="Filter by name, model, tag, coin"
          aria-label="Filter rigs by words"
          leftSection={<IconSearch size={16} stroke={1.6} aria-hidden="true" />}
          size="xs"
          className={classes.filterText}
        />
        <Select
          data={STATE_FILTERS.map(({ value, name }) => ({ value, label: name }))}
          value={state}
          onChange={(value) => setState(STATE_FILTERS.find((filter) => filter.value === value)?.value ?? 'all')}
          allowDeselect={false}
          aria-label="State"
          size="xs"
          w={144}
        />
        {several ? (
          <Select
            data={[
              { value: 'all', label: 'All sites' },
              ...fleet.sites.map((site) => ({ value: String(site.id), label: site.name })),
            ]}
            value={siteId === undefined ? 'all' : String(siteId)}
            onChange={(value) => setSiteId(value === null || value === 'all' ? undefined : Number(value))}
            allowDeselect={false}
            aria-label="Site"
            size="xs"
            w={144}
          />
        ) : null}
        {several || racked ? (
          <Select
            data={GROUPINGS.filter(({ value }) => (value === 'rack' ? racked : value === 'none' || several))}
            value={grouping}
            onChange={(value) => setGrouping(GROUPINGS.find((each) => each.value === value)?.value ?? 'none')}
            allowDeselect={false}
            aria-label="Grouping"
            size="xs"
            w={144}
          />
        ) : null}
        <span className={classes.shown} aria-live="polite">
          {rows.length === fleet.rigs.length
            ? countWords(rows.length)
            : `${rows.length} of ${countWords(fleet.rigs.length)}`}
        </span>
      </div>
      {rows.length === 0 && shownContracts.length > 0 ? null : rows.length === 0 ? (
        <p className={classes.nothing}>No rig matches. Take a word or a filter away.</p>
      ) : (
        <RigTable rows={rows} sites={fleet.sites} grouping={grouping} currency={fleet.currency} />
      )}
      {shownContracts.length === 0 ? null : (
        <ContractRows rows={shownContracts} sites={sites} currency={fleet.currency} />
      )}
    </section>
  )
}

const GROUPINGS: { value: Grouping; label: string }[] = [
  { value: 'none', label: 'Not grouped' },
  { value: 'site', label: 'By site' },
  { value: 'rack', label: 'By rack' },
]

function countWords(count: number): string {
  return count === 1 ? '1 rig' : `${count} rigs`
}

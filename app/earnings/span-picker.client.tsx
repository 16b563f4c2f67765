'use client'

import { Button, Select, TextInput } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { dateFromIso, isoOfDate } from '#lib/domain/local-dates'
import { GROUPINGS } from '#lib/wire/earnings'
import { Segments } from '../ui/segments.client'
import classes from './earnings.module.css'
import { type EarningsQuery, firstDate, hrefOf } from './earnings-query'
import { GROUPING_NAMES } from './grouping-words'

const LENGTHS = [
  { value: 'day', name: 'Days' },
  { value: 'week', name: 'Weeks' },
  { value: 'month', name: 'Months' },
  { value: 'year', name: 'Years' },
] as const

/** Which bars, between which dates, told apart by what. Each choice has its address. */
export function SpanPicker({ query, today, onlyName }: { query: EarningsQuery; today: number; onlyName?: string }) {
  const router = useRouter()
  const [from, setFrom] = useState(isoOfDate(query.fromDate))
  const [to, setTo] = useState(isoOfDate(query.toDate))
  const go = (next: Partial<EarningsQuery>) => router.push(hrefOf({ ...query, ...next }), { scroll: false })
  const fromDate = dateFromIso(from)
  const toDate = dateFromIso(to)
  const wrong = fromDate === undefined || toDate === undefined || fromDate > toDate
  const changed = fromDate !== query.fromDate || toDate !== query.toDate
  return (
    <div className={classes.picker}>
      <Segments
        label="Bars of"
        options={LENGTHS}
        value={query.period}
        onChange={(period) => go({ period, fromDate: firstDate(period, today), toDate: today })}
      />
      <form
        className={classes.dates}
        onSubmit={(event) => {
          event.preventDefault()
          if (fromDate !== undefined && toDate !== undefined && !wrong) go({ fromDate, toDate })
        }}
      >
        <TextInput
          type="date"
          size="xs"
          aria-label="From"
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <span className={classes.words}>to</span>
        <TextInput
          type="date"
          size="xs"
          aria-label="To"
          value={to}
          error={wrong ? 'Ends before it begins' : undefined}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        {changed ? (
          <Button type="submit" size="xs" variant="default" disabled={wrong}>
            Show
          </Button>
        ) : null}
      </form>
      <Select
        aria-label="Parts by"
        size="xs"
        data={GROUPINGS.map((value) => ({ value, label: `By ${GROUPING_NAMES[value]}` }))}
        allowDeselect={false}
        value={query.by}
        onChange={(by) => go({ by: GROUPINGS.find((grouping) => grouping === by) ?? 'site' })}
      />
      {query.only ? (
        <Button size="xs" variant="default" onClick={() => go({ only: undefined })}>
          Only {onlyName ?? query.only.key} · show everything
        </Button>
      ) : null}
    </div>
  )
}

'use client'

import { Select } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { Segments } from '../ui/segments.client'
import classes from './earnings.module.css'
import { COUNTS, type EarningsSpan, spanHref } from './earnings-span'

const PERIODS = [
  { value: 'day', name: 'Days' },
  { value: 'month', name: 'Months' },
  { value: 'year', name: 'Years' },
] as const

/** Which bars, how many, of which site. Each choice has its address. */
export function SpanPicker({ span, sites }: { span: EarningsSpan; sites: { id: number; name: string }[] }) {
  const router = useRouter()
  const go = (next: Partial<EarningsSpan>) => router.push(spanHref({ ...span, ...next }), { scroll: false })
  const counts = COUNTS[span.period]
  return (
    <div className={classes.picker}>
      <Segments
        label="Bars of"
        options={PERIODS}
        value={span.period}
        onChange={(period) => go({ period, count: COUNTS[period][0] })}
      />
      {counts.length > 1 ? (
        <Segments
          label="How far back"
          options={counts.map((count) => ({ value: String(count), name: `Last ${count}` }))}
          value={String(span.count)}
          onChange={(count) => go({ count: Number(count) })}
        />
      ) : null}
      {sites.length > 1 ? (
        <Select
          aria-label="Site"
          size="xs"
          data={[
            { value: '', label: 'All sites' },
            ...sites.map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
          allowDeselect={false}
          value={String(span.siteId ?? '')}
          onChange={(site) => go({ siteId: site ? Number(site) : undefined })}
        />
      ) : null}
    </div>
  )
}

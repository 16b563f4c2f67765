import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { hourOfDayInWords, labelInWords } from '#lib/domain/date-words'
import { dateAt } from '#lib/domain/local-dates'
import { HOUR_MS } from '#lib/domain/units'
import { subjectsOfHour } from '#lib/services/earnings/hours-of-day'
import { runningServer } from '#lib/services/running-server'
import { mainSite } from '../../../fleet/main-site'
import { requireSession } from '../../../session'
import { PageHeader } from '../../../shell/page-header'
import { Card } from '../../../ui/card'
import { EmptyState } from '../../../ui/empty-state'
import { AmountsTable } from '../../amounts-table'
import classes from '../../earnings.module.css'
import { type Parameters, partIn } from '../../earnings-query'
import { EarningsTabs } from '../../earnings-tabs.client'

export const metadata: Metadata = { title: 'Earnings of an hour' }

type Props = { params: Promise<{ hour: string }>; searchParams: Promise<Parameters> }

export default async function EarningsOfHour({ params, searchParams }: Props) {
  await requireSession()
  const { hour } = await params
  const hourMs = Number(hour)
  if (!/^\d{1,15}$/.test(hour) || hourMs % HOUR_MS !== 0) notFound()
  const server = runningServer()
  const only = partIn((await searchParams).only)
  const subjects = await subjectsOfHour(server, { hourMs, ...(only ? { only } : {}) })
  const timeZone = mainSite(server.fleet.snapshot())?.timeZone ?? 'UTC'
  const day = dateAt(hourMs, timeZone)
  return (
    <>
      <PageHeader
        title={hourOfDayInWords(hourMs, timeZone)}
        crumb={<Link href={`/earnings/day/${day}`}>{labelInWords(day, 'day')}</Link>}
        beside={timeZone}
      />
      <EarningsTabs />
      <div className={classes.page}>
        <Card title="Who made and cost what" flush>
          {subjects.length === 0 ? (
            <EmptyState title="Nothing stands in the ledger for this hour">
              Either nobody reported, or the hour is not closed yet: that takes some minutes.
            </EmptyState>
          ) : (
            <AmountsTable
              of="Of"
              label="Earnings of the hour"
              lines={subjects.map(({ subject, version, ...row }) => ({
                ...row,
                key: `${subject} ${row.currency}`,
                href: `/earnings/hour/${hourMs}/${encodeURIComponent(subject)}`,
                note: version > 1 ? 'corrected' : undefined,
              }))}
            />
          )}
        </Card>
      </div>
    </>
  )
}

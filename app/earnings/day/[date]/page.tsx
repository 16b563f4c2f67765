import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { hourInWords, labelInWords } from '#lib/domain/date-words'
import { dateFromIso } from '#lib/domain/local-dates'
import { hoursOfDay } from '#lib/services/earnings/hours-of-day'
import { runningServer } from '#lib/services/running-server'
import { mainSite } from '../../../fleet/main-site'
import { requireSession } from '../../../session'
import { PageHeader } from '../../../shell/page-header'
import { Card } from '../../../ui/card'
import { EmptyState } from '../../../ui/empty-state'
import { AmountsTable } from '../../amounts-table'
import classes from '../../earnings.module.css'
import { onlyParameter, type Parameters, partIn } from '../../earnings-query'
import { EarningsTabs } from '../../earnings-tabs.client'

export const metadata: Metadata = { title: 'Earnings of a day' }

type Props = { params: Promise<{ date: string }>; searchParams: Promise<Parameters> }

export default async function EarningsOfDay({ params, searchParams }: Props) {
  await requireSession()
  const { date: text } = await params
  const date = dateFromIso(text)
  if (date === undefined) notFound()
  const server = runningServer()
  const only = partIn((await searchParams).only)
  const siteId = only?.by === 'site' ? Number(only.key) : undefined
  const site = siteId === undefined ? undefined : server.fleet.sites.get(siteId)
  const snapshot = server.fleet.snapshot()
  const timeZone = site?.timeZone ?? mainSite(snapshot)?.timeZone ?? 'UTC'
  const hours = await hoursOfDay(server, { date, timeZone, ...(only ? { only } : {}) })
  return (
    <>
      <PageHeader
        title={labelInWords(text, 'day')}
        crumb={<Link href="/earnings">Earnings</Link>}
        beside={`closed hours, as clocks show them in ${timeZone}`}
      />
      <EarningsTabs />
      <div className={classes.page}>
        <Card title="By hour" flush>
          {hours.length === 0 ? (
            <EmptyState title="No hour of this day is closed">
              An hour stands here some minutes after it is over. Days without any report stay empty.
            </EmptyState>
          ) : (
            <AmountsTable
              of="Hour"
              label="Earnings by hour"
              lines={hours.map(({ hourMs, shared, ...hour }) => ({
                ...hour,
                key: `${hourMs} ${hour.currency}`,
                name: hourInWords(hourMs, timeZone),
                href: `/earnings/hour/${hourMs}${only ? `?${onlyParameter(only)}` : ''}`,
                note: shared ? 'part of it belongs to the day beside' : undefined,
              }))}
            />
          )}
        </Card>
      </div>
    </>
  )
}

import { IconChartBar } from '@tabler/icons-react'
import type { Metadata } from 'next'
import { localDayOf } from '#lib/domain/ledger/local-days'
import { reportEarnings } from '#lib/services/earnings/report-earnings'
import { runningServer } from '#lib/services/running-server'
import type { EarningsReport } from '#lib/wire/earnings'
import { requireSession } from '../session'
import { PageHeader } from '../shell/page-header'
import { Card } from '../ui/card'
import { EmptyState } from '../ui/empty-state'
import { LinkButton } from '../ui/link-button'
import { Crumbs } from './crumbs'
import classes from './earnings.module.css'
import { EarningsChart, EarningsLegend } from './earnings-chart.client'
import { hrefOf, type Parameters, queryOf } from './earnings-query'
import { EarningsTable } from './earnings-table.client'
import { EarningsTabs } from './earnings-tabs.client'
import { EarningsTotals } from './earnings-totals.client'
import { GroupsCard } from './groups-card.client'
import { incompleteInWords } from './row-words'
import { SpanPicker } from './span-picker.client'
import { SPREADS, SpreadCard } from './spread-card'

export const metadata: Metadata = { title: 'Earnings' }

export default async function EarningsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  await requireSession()
  const server = runningServer()
  const nowMs = Date.now()
  const zones = [...server.fleet.sites.values()].map(({ timeZone }) => timeZone)
  const today = Math.max(...(zones.length > 0 ? zones : ['UTC']).map((zone) => localDayOf(nowMs, zone)))
  const query = queryOf(await searchParams, today)
  const [report, ...spreads] = await Promise.all([
    reportEarnings(server, query, nowMs),
    ...(query.only ? [] : SPREADS.map((by) => reportEarnings(server, { ...query, by }, nowMs))),
  ])
  const shown = withoutSilence(report)
  return (
    <>
      <PageHeader
        title="Earnings"
        beside="expected from the work done, hour by hour, each at its own rates and tariff"
      />
      <EarningsTabs />
      <div className={classes.page}>
        <SpanPicker key={hrefOf(query)} query={query} today={today} onlyName={nameOfOnly(report, query.only?.key)} />
        <Crumbs query={query} />
        {shown.rows.length === 0 ? (
          <Card>
            <EmptyState
              title={query.only ? 'Nothing of this part in these days' : 'Nothing earned yet'}
              icon={<IconChartBar size={32} stroke={1.4} aria-hidden="true" />}
              action={
                query.only ? (
                  <LinkButton href={hrefOf({ ...query, only: undefined })}>Show everything</LinkButton>
                ) : (
                  <LinkButton href="/add-rig">Add rig</LinkButton>
                )
              }
            >
              Revenue, cost and profit by day, week, month and year will stand here. The first bar appears with the
              first reading of a rig.
            </EmptyState>
          </Card>
        ) : (
          <>
            <EarningsTotals report={shown} missing={incompleteInWords(shown.rows, shown.period)} />
            <Card title="Revenue, cost and profit" note={report.currency} aside={<EarningsLegend />}>
              <EarningsChart report={shown} query={query} />
            </Card>
            <EarningsTable report={shown} query={query} />
            <GroupsCard report={shown} query={query} />
            {query.only ? null : <SpreadCard reports={spreads} />}
            <p className={classes.downloads}>
              <a href={hrefOf(query, '/earnings/export')} download>
                These figures as CSV
              </a>
            </p>
          </>
        )}
      </div>
    </>
  )
}

function nameOfOnly(report: EarningsReport, key: string | undefined): string | undefined {
  return report.groups.find((group) => group.key === key)?.name
}

/** Bars before anything was known say nothing; later silence does. */
function withoutSilence(report: EarningsReport): EarningsReport {
  const first = report.rows.findIndex(
    (row) => row.revenue !== undefined || row.cost || row.energyWattHours !== undefined,
  )
  return { ...report, rows: first === -1 ? [] : report.rows.slice(first) }
}

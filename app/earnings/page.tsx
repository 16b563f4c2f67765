import { IconChartBar } from '@tabler/icons-react'
import type { Metadata } from 'next'
import { earnByPeriod } from '#lib/services/earn-by-period'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../session'
import { PageHeader } from '../shell/page-header'
import { Card } from '../ui/card'
import { EmptyState } from '../ui/empty-state'
import { LinkButton } from '../ui/link-button'
import classes from './earnings.module.css'
import { EarningsChart, EarningsLegend } from './earnings-chart.client'
import { spanOf, spanStart } from './earnings-span'
import { EarningsTable } from './earnings-table.client'
import { EarningsTabs } from './earnings-tabs.client'
import { EarningsTotals } from './earnings-totals.client'
import { incompleteInWords, totalOf } from './row-words'
import { SpanPicker } from './span-picker.client'

export const metadata: Metadata = { title: 'Earnings' }

type Parameters = { period?: string | string[]; count?: string | string[]; site?: string | string[] }

export default async function EarningsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  await requireSession()
  const { fleet } = runningServer()
  const sites = [...fleet.sites.values()].map(({ id, name }) => ({ id, name }))
  const span = spanOf(
    await searchParams,
    sites.map(({ id }) => id),
  )
  const nowMs = Date.now()
  const { period, siteId, count } = span
  const asked = { period, siteId, fromMs: spanStart(span, nowMs), toMs: nowMs }
  const { rows, currency } = await earnByPeriod(runningServer(), asked, nowMs)
  const shown = withoutSilence(rows.slice(-count))
  return (
    <>
      <PageHeader
        title="Earnings"
        beside="expected from the work done, hour by hour, each at its own rates and tariff"
      />
      <EarningsTabs />
      <div className={classes.page}>
        <SpanPicker span={span} sites={sites} />
        {shown.length === 0 ? (
          <Card>
            <EmptyState
              title="Nothing earned yet"
              icon={<IconChartBar size={32} stroke={1.4} aria-hidden="true" />}
              action={<LinkButton href="/add-rig">Add rig</LinkButton>}
            >
              Revenue, cost and profit by day, month and year will stand here. The first bar appears with the first
              reading of a rig.
            </EmptyState>
          </Card>
        ) : (
          <>
            <EarningsTotals
              total={totalOf(shown)}
              missing={incompleteInWords(shown, period)}
              currency={currency}
              period={period}
              count={shown.length}
            />
            <Card title="Revenue, cost and profit" note={currency} aside={<EarningsLegend />}>
              <EarningsChart rows={shown} period={period} currency={currency} />
            </Card>
            <EarningsTable rows={shown} period={period} currency={currency} />
          </>
        )}
      </div>
    </>
  )
}

/** Periods before anything was known say nothing; later silence does. */
function withoutSilence<Row extends { revenue?: number; cost?: number; energyWattHours?: number }>(rows: Row[]): Row[] {
  const first = rows.findIndex((row) => row.revenue !== undefined || row.cost || row.energyWattHours !== undefined)
  return first === -1 ? [] : rows.slice(first)
}

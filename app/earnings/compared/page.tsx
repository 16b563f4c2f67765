import { IconArrowsDiff } from '@tabler/icons-react'
import type { Metadata } from 'next'
import { labelInWords } from '#lib/domain/date-words'
import { compareMonth } from '#lib/services/income/reconcile'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../../session'
import { PageHeader } from '../../shell/page-header'
import { Card } from '../../ui/card'
import { EmptyState } from '../../ui/empty-state'
import { LinkButton } from '../../ui/link-button'
import classes from '../earnings.module.css'
import { EarningsTabs } from '../earnings-tabs.client'
import { GapCard } from './gap-card'

export const metadata: Metadata = { title: 'Compared' }

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/

export default async function ComparedPage({ searchParams }: { searchParams: Promise<{ month?: string | string[] }> }) {
  await requireSession()
  const asked = (await searchParams).month
  const now = new Date().toISOString().slice(0, 7)
  const month = typeof asked === 'string' && MONTH.test(asked) ? asked : now
  const compared = await compareMonth(runningServer().database, month)
  return (
    <>
      <PageHeader title="Earnings" beside="what was expected against what was credited" />
      <EarningsTabs />
      <div className={classes.page}>
        <nav aria-label="Month" className={classes.picker}>
          <LinkButton href={`/earnings/compared?month=${monthBeside(month, -1)}`}>Month before</LinkButton>
          <strong>{labelInWords(month, 'month')}</strong>
          {month < now ? (
            <LinkButton href={`/earnings/compared?month=${monthBeside(month, 1)}`}>Month after</LinkButton>
          ) : null}
        </nav>
        {compared.length === 0 ? (
          <Card>
            <EmptyState
              title="Nothing to compare"
              icon={<IconArrowsDiff size={32} stroke={1.4} aria-hidden="true" />}
              action={<LinkButton href="/earnings/received">See what was received</LinkButton>}
            >
              Where work and receipts of the same coin meet in a month, the gap between them is taken apart here:
              downtime, pauses, rejects, fee, luck, and what nothing explains. Days younger than two are left out, for
              they may not be credited yet.
            </EmptyState>
          </Card>
        ) : (
          compared.map((one) => <GapCard key={`${one.payer} ${one.coin}`} compared={one} />)
        )}
      </div>
    </>
  )
}

function monthBeside(month: string, by: number): string {
  const [year = 0, of = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, of - 1 + by, 1)).toISOString().slice(0, 7)
}

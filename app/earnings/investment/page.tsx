import { IconReceipt2 } from '@tabler/icons-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { investmentOverview } from '#lib/services/investment/investment-overview'
import { listCurrencies } from '#lib/services/list-currencies'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../../session'
import { PageHeader } from '../../shell/page-header'
import { Card } from '../../ui/card'
import { EmptyState } from '../../ui/empty-state'
import { LinkButton } from '../../ui/link-button'
import earnings from '../earnings.module.css'
import { EarningsTabs } from '../earnings-tabs.client'
import { assumptionsFrom, type InvestmentParameters } from './assumptions'
import { AssumptionsCard } from './assumptions-card'
import { EntriesCard } from './entries-card.client'
import classes from './investment.module.css'
import { InvestmentChart, InvestmentLegend } from './investment-chart.client'
import { InvestmentTable } from './investment-table.client'
import { InvestmentTiles } from './investment-tiles.client'

export const metadata: Metadata = { title: 'Investment' }

export default async function InvestmentPage({ searchParams }: { searchParams: Promise<InvestmentParameters> }) {
  const session = await requireSession()
  const server = runningServer()
  const parameters = await searchParams
  const { assumptions, problems } = assumptionsFrom(parameters)
  const wanted = typeof parameters.of === 'string' ? parameters.of : undefined
  const overview = await investmentOverview(server, { shown: wanted, assumptions }, Date.now())
  const { currency, shown, entries } = overview
  const { rigs, sites } = server.fleet.snapshot()
  const subjects = [
    ...sites.map(({ id, name }) => ({ value: `site:${id}`, label: `${name}, the whole site` })),
    ...rigs.map(({ id, name }) => ({ value: `rig:${id}`, label: name })),
  ]
  const chosen = subjects.find(({ value }) => value === wanted)
  const isEmpty = entries.length === 0 && overview.sites.length === 0
  const mayChange = session.role === 'owner'
  return (
    <>
      <PageHeader title="Earnings" beside="what the hardware cost, and whether it earns it back" />
      <EarningsTabs />
      <div className={earnings.page}>
        {isEmpty ? (
          <Card>
            <EmptyState
              title="Nothing paid yet"
              icon={<IconReceipt2 size={32} stroke={1.4} aria-hidden="true" />}
              action={rigs.length === 0 ? <LinkButton href="/add-rig">Add rig</LinkButton> : undefined}
            >
              When hardware pays back, its return, and what the same money in the coin would be worth now will stand
              here. Write down below what a rig or a whole site cost, or bring prices in with the{' '}
              <Link href="/settings/rigs">inventory file</Link>.
            </EmptyState>
          </Card>
        ) : (
          <>
            <div className={classes.picker}>
              <strong>{shown.name}</strong>
              {shown.subject === 'all' ? null : (
                <Link href="/earnings/investment" scroll={false}>
                  Show everything
                </Link>
              )}
              {shown.notes.length > 0 ? <span className={classes.notes}>{shown.notes.join('; ')}</span> : null}
            </div>
            <InvestmentTiles row={shown} currency={currency} timeZone={overview.timeZone} assumptions={assumptions} />
            <Card title="Outlay and profit" note={currency} aside={<InvestmentLegend />}>
              <InvestmentChart
                course={overview.course}
                currency={currency}
                nowMs={overview.nowMs}
                timeZone={overview.timeZone}
                name={shown.name}
              />
            </Card>
            <InvestmentTable
              title="By site, and what is rented"
              rows={overview.sites}
              currency={currency}
              timeZone={overview.timeZone}
              assumptions={assumptions}
            />
            {overview.rigs.length > 0 ? (
              <InvestmentTable
                title="By rig, contract and order"
                rows={overview.rigs}
                currency={currency}
                timeZone={overview.timeZone}
                assumptions={assumptions}
              />
            ) : null}
          </>
        )}
        <EntriesCard
          key={chosen?.value}
          entries={entries}
          subjects={subjects}
          chosen={chosen?.value}
          currency={currency}
          currencies={listCurrencies()}
          assumedMonths={assumptions.writeOffMonths}
          mayChange={mayChange}
        />
        {isEmpty ? null : <AssumptionsCard assumptions={assumptions} problems={problems} shown={shown.subject} />}
      </div>
    </>
  )
}

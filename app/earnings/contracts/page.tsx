import { IconCloud } from '@tabler/icons-react'
import type { Metadata } from 'next'
import { listContracts } from '#lib/services/contracts/list-contracts'
import { listOrders } from '#lib/services/contracts/list-orders'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../../session'
import { PageHeader } from '../../shell/page-header'
import { Card } from '../../ui/card'
import { EmptyState } from '../../ui/empty-state'
import classes from '../earnings.module.css'
import { EarningsTabs } from '../earnings-tabs.client'
import { ContractForm } from './contract-form.client'
import { emptyDraft } from './contract-words'
import { ContractsTable } from './contracts-table'
import { OrdersCard } from './orders-card'
import { TermsFile } from './terms-file.client'

export const metadata: Metadata = { title: 'Contracts' }

export default async function ContractsPage() {
  const session = await requireSession()
  const mayChange = session.role === 'owner'
  const { database, fleet } = runningServer()
  const { rates, sites } = fleet
  const { currency } = rates
  const nowMs = Date.now()
  const standings = await listContracts({ database, rates, sites }, nowMs)
  const orders = await listOrders(database, currency)
  const places = [...sites.values()].map(({ id, name }) => ({ id, name }))
  const timeZone = [...sites.values()][0]?.timeZone ?? 'UTC'
  const form = mayChange ? (
    <ContractForm initial={emptyDraft(places[0]?.id, currency)} sites={places} deed="Add contract" />
  ) : null
  return (
    <>
      <PageHeader title="Contracts" beside="rented hash power, in the same totals and history as rigs" />
      <EarningsTabs />
      <div className={classes.page}>
        {standings.length === 0 ? (
          <Card>
            <EmptyState title="No contract yet" icon={<IconCloud size={32} stroke={1.4} aria-hidden="true" />}>
              A contract of cloud mining stands here with its fee, the days it has been below it, when its provider
              would end it, and what came back of what was paid.
            </EmptyState>
          </Card>
        ) : (
          <Card
            title="Contracts"
            note="the end is forecast for rates as they are now; open one for other assumptions"
            flush
          >
            <ContractsTable standings={standings} currency={currency} nowMs={nowMs} />
          </Card>
        )}
        {form}
        <OrdersCard orders={orders} currency={currency} timeZone={timeZone} mayChange={mayChange} />
        {mayChange ? <TermsFile sites={places} currency={currency} timeZone={timeZone} /> : null}
      </div>
    </>
  )
}

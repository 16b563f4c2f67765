import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { dayInWords } from '#lib/domain/date-words'
import { formatCoin, formatHashRate, formatInstant, formatMoney } from '#lib/domain/format'
import { fromNano } from '#lib/domain/money'
import { contractReceipts, listContracts } from '#lib/services/contracts/list-contracts'
import { runningServer } from '#lib/services/running-server'
import table from '../../../forms/table.module.css'
import explained from '../../../money/explained.module.css'
import { MoneyButton } from '../../../money/money-button.client'
import { Step } from '../../../money/step'
import { requireSession } from '../../../session'
import { PageHeader } from '../../../shell/page-header'
import { Card } from '../../../ui/card'
import { ScrollTable } from '../../../ui/scroll-table'
import classes from '../../earnings.module.css'
import { EarningsTabs } from '../../earnings-tabs.client'
import { ContractDeeds } from '../contract-deeds.client'
import { ContractExplained } from '../contract-explained'
import { ContractForm } from '../contract-form.client'
import { draftOf, feeWords, returnedWords, stateWords, terminationWords } from '../contract-words'
import { PastExplained } from '../past-explained'
import { ReceivedStep } from '../received-step'

export const metadata: Metadata = { title: 'Contract' }

export default async function ContractPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await requireSession()
  const { id } = await params
  const { database, fleet } = runningServer()
  const { rates, sites } = fleet
  const { currency } = rates
  const nowMs = Date.now()
  const standing = (await listContracts({ database, rates, sites }, nowMs)).find(
    (one) => String(one.contract.id) === id,
  )
  if (!standing) notFound()
  const { contract, timeZone, perDay, netNano, paidNano, forecast, breakEvenPrice, daysToPayBack } = standing
  const receipts = await contractReceipts(database, contract.id)
  return (
    <>
      <PageHeader
        title={contract.name}
        crumb={<Link href="/earnings/contracts">Contracts</Link>}
        beside={`${contract.provider} · ${stateWords(standing)}`}
      />
      <EarningsTabs />
      <div className={classes.page}>
        <Card title="How it does">
          <dl className={explained.steps}>
            <Step name="Rented">{`${formatHashRate(contract.hashesPerSecond, contract.algorithm)} → ${contract.coin}`}</Step>
            <Step name="Term">
              {dayInWords(contract.startsAtMs, timeZone)} –{' '}
              {contract.endsAtMs === undefined ? 'open end' : dayInWords(contract.endsAtMs, timeZone)}
            </Step>
            <Step name="Maintenance fee">{feeWords(contract)}</Step>
            {perDay ? (
              <Step name="Net a day" how="at present rates">
                <MoneyButton
                  amount={perDay.profit}
                  currency={currency}
                  kind="profit"
                  label="Net a day"
                  unknown={perDay.unknown}
                  explain={<ContractExplained day={perDay} provider={contract.provider} timeZone={timeZone} />}
                />
              </Step>
            ) : null}
            {breakEvenPrice === undefined ? null : (
              <Step name={`Break-even price of one ${contract.coin}`} how="at which its output pays its fee">
                {formatMoney(breakEvenPrice, currency)}
              </Step>
            )}
            <Step name="Net so far" how="of closed hours, each at its own rates">
              <MoneyButton
                amount={netNano === undefined ? undefined : fromNano(netNano)}
                currency={currency}
                kind="profit"
                label="Net so far"
                unknown="none of its hours is valued yet"
                explain={<PastExplained standing={standing} currency={currency} />}
              />
            </Step>
            <ReceivedStep standing={standing} currency={currency} />
            <Step name="Paid for it" how={returnedWords(standing.returned)}>
              {paidNano === undefined ? 'not known' : formatMoney(fromNano(paidNano), currency)}
            </Step>
            {perDay && paidNano !== undefined ? (
              <Step name="Paid back" how="if every day brings what this one does">
                {daysToPayBack === undefined
                  ? 'never'
                  : daysToPayBack === 0
                    ? 'yes'
                    : `in ${Math.ceil(daysToPayBack)} days`}
              </Step>
            ) : null}
          </dl>
        </Card>
        {forecast.length > 0 ? (
          <Card title="When it would end" note="nobody knows the future: what each line assumes is its name">
            <dl className={explained.steps}>
              {forecast.map((one) => (
                <Step key={one.scenario.name} name={one.scenario.name}>
                  {terminationWords(one, nowMs, timeZone)}
                </Step>
              ))}
            </dl>
          </Card>
        ) : null}
        <Card title="Payouts" note="what was really credited for it" flush={receipts.length > 0}>
          {receipts.length === 0 ? (
            <p className={explained.words}>
              None is known. Tell receipts under Received that they belong to this contract, and they stand here.
            </p>
          ) : (
            <ScrollTable label="Payouts">
              <thead>
                <tr>
                  <th scope="col">Received</th>
                  <th scope="col" className={table.number}>
                    Coins
                  </th>
                  <th scope="col" className={table.number}>
                    Worth then
                  </th>
                </tr>
              </thead>
              <tbody>
                {receipts.map((receipt) => (
                  <tr key={receipt.id}>
                    <td>{formatInstant(receipt.receivedAtMs, timeZone)}</td>
                    <td className={table.number}>{formatCoin(Number(receipt.amountPico) / 1e12, receipt.coin)}</td>
                    <td className={table.number}>
                      {receipt.valueNano === undefined
                        ? 'not valued'
                        : formatMoney(fromNano(receipt.valueNano), receipt.currency ?? currency)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </ScrollTable>
          )}
        </Card>
        {session.role === 'owner' ? (
          <>
            <ContractForm
              initial={draftOf(standing, currency)}
              contractId={contract.id}
              sites={[...sites.values()].map((site) => ({ id: site.id, name: site.name }))}
              deed="Change terms"
            />
            <ContractDeeds contractId={contract.id} name={contract.name} ended={standing.state === 'ended'} />
          </>
        ) : null}
      </div>
    </>
  )
}

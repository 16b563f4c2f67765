import { IconArrowsDiff } from '@tabler/icons-react'
import type { Metadata } from 'next'
import { formatCoin, formatPercent } from '#lib/domain/format'
import { fromPico } from '#lib/domain/pico'
import type { GapKind } from '#lib/domain/reconciliation'
import { type ComparedCoin, compareMonth } from '#lib/services/income/reconcile'
import { runningServer } from '#lib/services/running-server'
import table from '../../forms/table.module.css'
import { requireSession } from '../../session'
import { PageHeader } from '../../shell/page-header'
import { Card } from '../../ui/card'
import { EmptyState } from '../../ui/empty-state'
import { LinkButton } from '../../ui/link-button'
import classes from '../earnings.module.css'
import { EarningsTabs } from '../earnings-tabs.client'

export const metadata: Metadata = { title: 'Compared' }

const WORDS: Record<GapKind, string> = {
  faults: 'Rigs that should have worked and did not',
  pauses: 'Rigs paused by choice',
  rejects: 'Rejected and stale shares',
  fee: 'The pool’s fee',
  luck: 'Luck, within one standard deviation',
  unexplained: 'Unexplained',
}
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
          <strong>{month}</strong>
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
              downtime, pauses, fee, luck, and what nothing explains.
            </EmptyState>
          </Card>
        ) : (
          compared.map((one) => <Gap key={`${one.payer} ${one.coin}`} compared={one} />)
        )}
      </div>
    </>
  )
}

function Gap({ compared: { payer, coin, reconciliation, paidPico, notes } }: { compared: ComparedCoin }) {
  const { potentialPico, expectedPico, creditedPico, deviationPico, deviations, parts } = reconciliation
  const coins = (pico: bigint) => formatCoin(fromPico(pico), coin)
  const row = (label: string, pico: bigint, note = '') => (
    <tr key={label}>
      <th scope="row">{label}</th>
      <td className={table.number}>{coins(pico)}</td>
      <td className={table.muted}>{note}</td>
    </tr>
  )
  const ofPotential = (pico: bigint) =>
    potentialPico > 0n ? formatPercent(fromPico(pico) / fromPico(potentialPico)) : ''
  const apart = deviations === undefined ? '' : `, ${deviations.toFixed(1)} deviations from the expected`
  return (
    <Card title={`${coin} from ${payer === 'nicehash' ? 'NiceHash' : 'the pool'}`} note={notes.join(' ')} flush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable without a mouse */}
      <section className={table.scroll} tabIndex={0} aria-label={`The gap of ${coin}, scrollable`}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">From what was possible to what came</th>
              <th scope="col" className={table.number}>
                Coins
              </th>
              <th scope="col">Of the possible</th>
            </tr>
          </thead>
          <tbody>
            {row('Possible, all rigs working all the time', potentialPico)}
            {parts.map(({ kind, pico }) => row(WORDS[kind], -pico, ofPotential(-pico)))}
          </tbody>
          <tfoot>
            {row('Credited', creditedPico, `expected ${coins(expectedPico)} ± ${coins(deviationPico)}${apart}`)}
            {row('Paid out in the same time', paidPico)}
          </tfoot>
        </table>
      </section>
    </Card>
  )
}

function monthBeside(month: string, by: number): string {
  const [year = 0, of = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, of - 1 + by, 1)).toISOString().slice(0, 7)
}

'use client'

import Link from 'next/link'
import { labelInWords } from '#lib/domain/date-words'
import { formatCoin, formatEnergy } from '#lib/domain/format'
import type { BarLength } from '#lib/domain/ledger/bars'
import type { EarningsReport, EarningsRow } from '#lib/wire/earnings'
import table from '../forms/table.module.css'
import { MoneyButton, type MoneyKind } from '../money/money-button.client'
import { Card } from '../ui/card'
import { Figure } from '../ui/figure'
import { ScrollTable } from '../ui/scroll-table'
import classes from './earnings.module.css'
import { closerHref, type EarningsQuery } from './earnings-query'
import { noCostReason } from './grouping-words'
import { PeriodExplained } from './period-explained'
import { missingInWords } from './row-words'

const NAMES: Record<BarLength, string> = { day: 'Day', week: 'Week', month: 'Month', year: 'Year' }

/** The bars' figures, newest first; each leads one step closer, down to the hours of a day. */
export function EarningsTable({ report, query }: { report: EarningsReport; query: EarningsQuery }) {
  const { rows, period, currency } = report
  const incomplete = rows.some((row) => missingInWords(row) !== undefined)
  return (
    <Card title={`By ${period}`} flush>
      <ScrollTable label={`Earnings by ${period}`}>
        <thead>
          <tr>
            <th scope="col">{NAMES[period]}</th>
            {['Revenue', 'Cost', 'Profit', 'Energy'].map((name) => (
              <th key={name} scope="col" className={table.number}>
                {name}
              </th>
            ))}
            <th scope="col">Coins</th>
            {incomplete ? <th scope="col">Not in it</th> : null}
          </tr>
        </thead>
        <tbody>
          {[...rows].reverse().map((row) => (
            <Row
              key={row.label}
              row={row}
              name={labelInWords(row.label, period)}
              href={closerHref(query, row.label)}
              noCost={noCostReason(query.only?.by ?? 'rig')}
              currency={currency}
              incomplete={incomplete}
            />
          ))}
        </tbody>
      </ScrollTable>
    </Card>
  )
}

function Row({
  row,
  name,
  href,
  noCost,
  currency,
  incomplete,
}: {
  row: EarningsRow
  name: string
  href: string
  noCost: string
  currency: string
  incomplete: boolean
}) {
  const missing = missingInWords(row)
  const money = (amount: number | undefined, label: string, kind: MoneyKind) => (
    <td className={table.number}>
      <MoneyButton
        amount={amount}
        currency={currency}
        kind={kind}
        label={`${label}, ${name}`}
        unknown={kind === 'revenue' ? (missing ?? 'nothing was measured') : (missing ?? noCost)}
        explain={<PeriodExplained row={row} currency={currency} missing={missing} />}
      />
    </td>
  )
  return (
    <tr>
      <th scope="row" className={table.number} style={{ textAlign: 'left' }}>
        <Link href={href}>{name}</Link>
        {row.open ? <span className={classes.open}>so far</span> : null}
      </th>
      {money(row.revenue, 'Revenue', 'revenue')}
      {money(row.cost, 'Cost', 'cost')}
      {money(row.profit, 'Profit', 'profit')}
      <td className={table.number}>
        <Figure
          text={row.energyWattHours === undefined ? undefined : formatEnergy(row.energyWattHours)}
          unknown="no rig told its power"
        />
      </td>
      <td className={table.muted}>
        <span className={classes.coinsLine}>
          {row.coins.map(({ coin, amount }) => (
            <span key={coin}>{formatCoin(amount, coin)}</span>
          ))}
        </span>
      </td>
      {incomplete ? <td className={table.muted}>{missing}</td> : null}
    </tr>
  )
}

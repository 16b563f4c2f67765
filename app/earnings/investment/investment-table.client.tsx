'use client'

import Link from 'next/link'
import { useState } from 'react'
import { formatPercent } from '#lib/domain/format'
import type { InvestmentAssumptions, InvestmentRow } from '#lib/wire/investment'
import table from '../../forms/table.module.css'
import { MoneyButton, type MoneyKind } from '../../money/money-button.client'
import { Card } from '../../ui/card'
import { Figure } from '../../ui/figure'
import { ScrollTable } from '../../ui/scroll-table'
import { Unknown } from '../../ui/unknown.client'
import classes from './investment.module.css'
import { endingInWords, paybackInWords } from './payback-words'
import { RowExplained } from './row-explained'
import { COLUMNS, type Column, sortRows } from './sort-rows'

/** Rigs or sites, sorted by whichever column is pressed. */
export function InvestmentTable({
  title,
  rows,
  currency,
  timeZone,
  assumptions,
}: {
  title: string
  rows: InvestmentRow[]
  currency: string
  timeZone: string
  assumptions: InvestmentAssumptions
}) {
  const [sort, setSort] = useState<{ column: Column; descending: boolean }>({ column: 'name', descending: false })
  const press = (column: Column) =>
    setSort((before) => ({
      column,
      descending: before.column === column ? !before.descending : column !== 'name',
    }))
  return (
    <Card title={title} flush>
      <ScrollTable label={title}>
        <thead>
          <tr>
            {COLUMNS.map(({ column, name }) => (
              <th
                key={column}
                scope="col"
                className={column === 'name' ? undefined : table.number}
                aria-sort={sort.column !== column ? undefined : sort.descending ? 'descending' : 'ascending'}
              >
                <button type="button" className={classes.sort} onClick={() => press(column)}>
                  {name}
                  {sort.column === column ? <span aria-hidden="true">{sort.descending ? ' ↓' : ' ↑'}</span> : null}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sortRows(rows, sort.column, sort.descending).map((row) => (
            <Row key={row.subject} row={row} currency={currency} timeZone={timeZone} assumptions={assumptions} />
          ))}
        </tbody>
      </ScrollTable>
    </Card>
  )
}

function Row({
  row,
  currency,
  timeZone,
  assumptions,
}: {
  row: InvestmentRow
  currency: string
  timeZone: string
  assumptions: InvestmentAssumptions
}) {
  const { instead, payback } = row
  const ending = endingInWords(row, timeZone)
  const money = (amount: number | undefined, label: string, unknown: string | undefined, kind: MoneyKind = 'plain') => (
    <td className={table.number}>
      <MoneyButton
        amount={amount}
        currency={currency}
        kind={kind}
        label={`${label}, ${row.name}`}
        unknown={unknown}
        explain={<RowExplained row={row} currency={currency} timeZone={timeZone} assumptions={assumptions} />}
      />
    </td>
  )
  return (
    <tr>
      <th scope="row" className={table.name}>
        <Link href={`/earnings/investment?of=${row.subject}`} scroll={false}>
          {row.name}
        </Link>{' '}
        <span className={table.muted}>{row.siteName}</span>
      </th>
      {money(row.outlay, 'Outlay', row.outlayUnknown)}
      {money(row.held, 'Book value', row.outlayUnknown)}
      {money(row.earned, 'Earned so far', row.earnedUnknown, 'profit')}
      {money(row.perDay?.profit, 'Profit a day now', row.perDayUnknown, 'profit')}
      <td className={table.number}>
        {payback ? (
          <>
            {paybackInWords(payback)}
            {ending ? <div className={table.muted}>{ending}</div> : null}
          </>
        ) : (
          <Unknown reason={row.outlayUnknown ?? row.earnedUnknown ?? row.perDayUnknown} />
        )}
      </td>
      <td className={table.number}>
        <Figure
          text={row.returnSoFar === undefined ? undefined : formatPercent(row.returnSoFar)}
          unknown={row.outlayUnknown ?? row.earnedUnknown ?? 'nothing was spent'}
        />
      </td>
      {money(
        instead && (instead.minedCoins - instead.boughtCoins) * instead.price,
        'Mined less bought',
        row.insteadUnknown,
        'profit',
      )}
    </tr>
  )
}

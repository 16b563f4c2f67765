'use client'

import { IconCloud } from '@tabler/icons-react'
import Link from 'next/link'
import { formatHashRate, formatMoney } from '#lib/domain/format'
import type { ContractRow, SiteRow } from '#lib/wire/dashboard-events'
import explained from '../money/explained.module.css'
import { MoneyButton } from '../money/money-button.client'
import { Figure } from '../ui/figure'
import classes from './contract-rows.module.css'
import table from './rig-table.module.css'

const COLUMNS = ['State', 'Contract', 'Site', 'Hash rate', 'Fee', 'Profit a day']

/** Rented hash power under the rigs, in the same columns: what it has none of stays empty. */
export function ContractRows({
  rows,
  sites,
  currency,
}: {
  rows: ContractRow[]
  sites: ReadonlyMap<number, SiteRow>
  currency: string
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: laid out on the grid of the rigs above, which is no table element
    <div role="table" aria-label="Contracts" className={table.table}>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div role="rowgroup" className="visually-hidden">
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: a heading, not a control */}
        <div role="row">
          {COLUMNS.map((name) => (
            // biome-ignore lint/a11y/useSemanticElements: as above
            // biome-ignore lint/a11y/useFocusableInteractive: a heading, not a control
            <span role="columnheader" key={name}>
              {name}
            </span>
          ))}
        </div>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div role="rowgroup">
        {rows.map((row) => (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: the link in the row is what takes the focus
          <div role="row" key={row.id} className={`${table.row} ${table.link} ${classes.row}`}>
            <Cell column="state">
              <span className={classes.mark}>
                <IconCloud size={16} stroke={1.6} aria-hidden="true" />
                Contract
              </span>
            </Cell>
            <Cell column="name">
              <Link href={`/earnings/contracts/${row.id}`} className={table.name} prefetch={false}>
                {row.name}
              </Link>
            </Cell>
            <Cell column="site">{sites.get(row.siteId)?.name ?? ''}</Cell>
            <Cell column="hashRate" numeric>
              <Figure text={formatHashRate(row.hashesPerSecond, row.algorithm)} />
            </Cell>
            <Cell column="note">
              {row.state === 'below-fee' ? (
                <span className={classes.below} title={belowWords(row)}>
                  {belowWords(row)}
                </span>
              ) : null}
            </Cell>
            <Cell column="profit" numeric>
              <MoneyButton
                amount={row.perDay.profit}
                currency={currency}
                kind="profit"
                label={`Profit a day of ${row.name}`}
                unknown={row.perDay.unknown}
                explain={<ContractDay row={row} currency={currency} />}
              />
            </Cell>
          </div>
        ))}
      </div>
    </div>
  )
}

function ContractDay({ row, currency }: { row: ContractRow; currency: string }) {
  const { revenue, cost } = row.perDay
  return (
    <div className={explained.explained}>
      <p className={explained.words}>
        {row.provider} is expected to credit {revenue === undefined ? '—' : formatMoney(revenue, currency)} of{' '}
        {row.coin} a day at present rates, and takes {cost === undefined ? '—' : formatMoney(cost, currency)} for
        maintenance.
        {row.perDay.unknown ? ` ${row.perDay.unknown}.` : ''}
      </p>
      <p className={explained.words}>
        <Link href={`/earnings/contracts/${row.id}`}>Its terms, fee, forecast and payouts</Link>
      </p>
    </div>
  )
}

function belowWords({ daysBelowFee, daysToTermination }: ContractRow): string {
  if (daysBelowFee === 0) return 'below its fee'
  const days = daysBelowFee === 1 ? '1 day' : `${daysBelowFee} days`
  return daysToTermination === undefined
    ? `${days} below its fee`
    : `${daysBelowFee} of ${daysToTermination} days below its fee`
}

function Cell({ column, numeric, children }: { column: string; numeric?: boolean; children: React.ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the grid that stands for a table
    <div role="cell" className={table.cell} data-column={column} data-numeric={numeric}>
      {children}
    </div>
  )
}

'use client'

import Link from 'next/link'
import { formatCoin, formatPercent } from '#lib/domain/format'
import type { EarningsReport } from '#lib/wire/earnings'
import table from '../forms/table.module.css'
import { MoneyButton, type MoneyKind } from '../money/money-button.client'
import { Card } from '../ui/card'
import { ScrollTable } from '../ui/scroll-table'
import classes from './earnings.module.css'
import { type EarningsQuery, hrefOf } from './earnings-query'
import { GROUPING_NAMES, noCostReason } from './grouping-words'
import { PeriodExplained } from './period-explained'
import { missingInWords } from './row-words'

/** The same span by site, rig, tag, coin or payer; a name narrows everything to that part. */
export function GroupsCard({ report, query }: { report: EarningsReport; query: EarningsQuery }) {
  const { groups, by, currency } = report
  if (groups.length === 0) return null
  const income = groups.reduce((sum, { revenue = 0 }) => sum + Math.max(0, revenue), 0)
  const money = (group: EarningsReport['groups'][number], kind: MoneyKind & ('revenue' | 'cost' | 'profit')) => (
    <td className={table.number}>
      <MoneyButton
        amount={group[kind]}
        currency={currency}
        kind={kind}
        label={`${kind === 'revenue' ? 'Revenue' : kind === 'cost' ? 'Cost' : 'Profit'} of ${group.name}`}
        unknown={kind === 'revenue' ? (missingInWords(group) ?? 'nothing was measured') : noCostReason(by)}
        explain={<PeriodExplained row={group} currency={currency} missing={missingInWords(group)} />}
      />
    </td>
  )
  return (
    <Card
      title={`By ${GROUPING_NAMES[by]}`}
      note={by === 'tag' ? 'a rig with two tags stands under both' : undefined}
      flush
    >
      <ScrollTable label={`Earnings by ${GROUPING_NAMES[by]}`}>
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col" className={table.number}>
              Of revenue
            </th>
            {['Revenue', 'Cost', 'Profit'].map((name) => (
              <th key={name} scope="col" className={table.number}>
                {name}
              </th>
            ))}
            <th scope="col">Coins</th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.key}>
              <th scope="row">
                <Link href={hrefOf({ ...query, only: { by, key: group.key } })} scroll={false}>
                  {group.name}
                </Link>
                {group.href ? (
                  <>
                    {' '}
                    <Link href={group.href} className={classes.words} aria-label={`Page of ${group.name}`}>
                      open
                    </Link>
                  </>
                ) : null}
              </th>
              <td className={table.number}>
                {income > 0 && group.revenue !== undefined && group.revenue >= 0
                  ? formatPercent(group.revenue / income)
                  : '—'}
              </td>
              {money(group, 'revenue')}
              {money(group, 'cost')}
              {money(group, 'profit')}
              <td className={table.muted}>
                <span className={classes.coinsLine}>
                  {group.coins.map(({ coin, amount }) => (
                    <span key={coin}>{formatCoin(amount, coin)}</span>
                  ))}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </Card>
  )
}

'use client'

import Link from 'next/link'
import type { ExplainedMoney } from '#lib/domain/explained-money'
import { formatDuration, formatMoney } from '#lib/domain/format'
import { Amount } from './amount'
import { CostExplained } from './cost-explained.client'
import classes from './explained.module.css'
import { RevenueExplained } from './revenue-explained.client'

/**
 * An amount taken apart: work, network and rate with their sources and ages, fee, then energy and tariff. Formulas stand
 * in words over their figures. `confirmHref` is where an assumed coin or power can be confirmed.
 */
export function ExplainedMoneyView({
  explained,
  timeZone,
  confirmHref,
  span,
}: {
  explained: ExplainedMoney
  timeZone: string
  confirmHref?: string
  /** What the amounts are for, such as `a day at the present pace`; else their length. */
  span?: string
}) {
  const { currency, revenueParts, costParts } = explained
  return (
    <div className={classes.explained}>
      <div className={classes.sum}>
        <Sum name="Revenue" amount={explained.revenue} currency={currency} kind="revenue" />
        <span className={classes.operator} aria-hidden="true">
          −
        </span>
        <Sum name="Cost" amount={explained.cost} currency={currency} kind="cost" />
        <span className={classes.operator} aria-hidden="true">
          =
        </span>
        <Sum name="Profit" amount={explained.profit} currency={currency} kind="profit" />
      </div>
      <p className={classes.words}>
        For {span ?? formatDuration(explained.seconds * 1000)}.{' '}
        {explained.unknown ? `Not complete: ${explained.unknown}.` : ''}
      </p>
      {revenueParts.map((part, index) => (
        <RevenueExplained
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
          key={index}
          part={part}
          currency={currency}
          timeZone={timeZone}
          confirmHref={confirmHref}
        />
      ))}
      {costParts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
        <CostExplained key={index} part={part} currency={currency} confirmHref={confirmHref} />
      ))}
      <p className={classes.words}>
        <Link href="/money">How money is computed</Link>
      </p>
    </div>
  )
}

function Sum({
  name,
  amount,
  currency,
  kind,
}: {
  name: string
  amount: number | undefined
  currency: string
  kind: 'revenue' | 'cost' | 'profit'
}) {
  return (
    <div>
      <div className={classes.sumName}>{name}</div>
      <Amount
        text={amount === undefined ? undefined : formatMoney(amount, currency, { signed: kind === 'profit' })}
        hue={kind === 'profit' ? (amount !== undefined && amount < 0 ? 'critical' : 'good') : kind}
      />
    </div>
  )
}

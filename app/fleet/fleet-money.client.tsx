'use client'

import Link from 'next/link'
import { useMemo } from 'react'
import { formatMoney } from '#lib/domain/format'
import type { FleetSnapshot, RigRow } from '#lib/wire/dashboard-events'
import money from '../money/explained.module.css'
import { Figure } from '../ui/figure'
import classes from './fleet.module.css'
import { MarketWords } from './market-words.client'

const SHOWN = 100

/** The fleet's money taken apart: what came in and went out today, then every rig's share of a day at the present pace. */
export function FleetMoney({ fleet }: { fleet: FleetSnapshot }) {
  const { totals, currency } = fleet
  const rows = useMemo(() => [...fleet.rigs].filter((row) => row.lifecycle === 'active').sort(byProfit), [fleet.rigs])
  const line = (name: string, amounts: { revenue?: number; cost?: number; profit?: number; unknown?: string }) => (
    <tr>
      <th scope="row">{name}</th>
      <Amounts amounts={amounts} currency={currency} />
    </tr>
  )
  return (
    <div className={money.explained}>
      <table className={classes.moneyTable}>
        <thead>
          <tr>
            <th scope="col">Span</th>
            <th scope="col">Revenue</th>
            <th scope="col">Cost</th>
            <th scope="col">Profit</th>
          </tr>
        </thead>
        <tbody>
          {line('Today so far', totals.today)}
          {line('Yesterday by now', totals.yesterdayByNow)}
          {line('A day at this pace', totals.perDay)}
        </tbody>
      </table>
      <p className={money.words}>
        Today is summed by quarter-hour since each site’s midnight: the work of that quarter at the rates of its hour,
        less pool fees, against its energy at the tariff of that quarter. <MarketWords market={fleet.market} />
      </p>
      <table className={classes.moneyTable}>
        <caption className={classes.caption}>
          Each rig, a day at this pace. Open a rig for its work, rates, fee and tariff.
        </caption>
        <thead>
          <tr>
            <th scope="col">Rig</th>
            <th scope="col">Revenue</th>
            <th scope="col">Cost</th>
            <th scope="col">Profit</th>
          </tr>
        </thead>
        <tbody>
          {fleet.contracts.map((row) => (
            <tr key={`contract-${row.id}`}>
              <th scope="row">
                <Link href={`/earnings/contracts/${row.id}`}>{row.name}</Link> (contract)
              </th>
              <Amounts amounts={row.perDay} currency={currency} />
            </tr>
          ))}
          {rows.slice(0, SHOWN).map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <Link href={`/rigs/${row.id}`}>{row.name}</Link>
              </th>
              <Amounts amounts={row.perDay} currency={currency} />
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > SHOWN ? <p className={money.words}>And {rows.length - SHOWN} more in the table of rigs.</p> : null}
      <p className={money.words}>
        <Link href="/money">How money is computed</Link>
      </p>
    </div>
  )
}

function Amounts({
  amounts,
  currency,
}: {
  amounts: { revenue?: number; cost?: number; profit?: number; unknown?: string }
  currency: string
}) {
  const { revenue, cost, profit, unknown } = amounts
  return (
    <>
      <td>
        <Figure
          text={revenue === undefined ? undefined : formatMoney(revenue, currency)}
          unknown={unknown}
          hue="revenue"
        />
      </td>
      <td>
        <Figure text={cost === undefined ? undefined : formatMoney(cost, currency)} unknown={unknown} hue="cost" />
      </td>
      <td>
        <Figure
          text={profit === undefined ? undefined : formatMoney(profit, currency, { signed: true })}
          unknown={unknown}
          hue={profit !== undefined && profit < 0 ? 'critical' : 'good'}
        />
      </td>
    </>
  )
}

function byProfit(one: RigRow, other: RigRow): number {
  return (one.perDay.profit ?? Number.POSITIVE_INFINITY) - (other.perDay.profit ?? Number.POSITIVE_INFINITY)
}

'use client'

import type { CSSProperties } from 'react'
import { describeAlgorithm } from '#lib/domain/algorithms'
import { formatEfficiency, formatHashRate, formatPercent } from '#lib/domain/format'
import type { AlgorithmTotal, FleetSnapshot } from '#lib/wire/dashboard-events'
import { MoneyButton } from '../money/money-button.client'
import { Figure } from '../ui/figure'
import { Sparkline } from '../ui/sparkline'
import classes from './algorithms.module.css'
import { FleetMoney } from './fleet-money.client'
import { stripColumns } from './strip-columns'
import { useAlgorithmDays } from './use-algorithm-days.client'

/** Below this share of what all its rigs would do together an algorithm says how much is there. */
const FULL_ENOUGH = 0.97

/** One strip per algorithm, each in its own unit: hash rates of different algorithms are never added up. */
export function Algorithms({ fleet }: { fleet: FleetSnapshot }) {
  const days = useAlgorithmDays()
  const { algorithms } = fleet.totals
  if (algorithms.length === 0) return null
  const columns: CSSProperties & Record<'--wide' | '--middling', number> = {
    '--wide': stripColumns(algorithms.length, 6),
    '--middling': stripColumns(algorithms.length, 3),
  }
  return (
    <section aria-label="By algorithm" className={classes.algorithms} style={columns}>
      {algorithms.map((total) => {
        const { label } = describeAlgorithm(total.algorithm)
        return (
          <section key={total.algorithm} className={classes.algorithm} aria-label={label}>
            <h2 className={classes.name}>
              {label}
              <Beside total={total} />
            </h2>
            <Figure text={formatHashRate(total.hashesPerSecond, total.algorithm)} hue="hash-rate" size="title" />
            <div className={classes.day}>
              <Sparkline values={days.get(total.algorithm)} size="strip" />
            </div>
            <div className={classes.below}>
              {total.joulesPerHash === undefined ? null : (
                <span>{formatEfficiency(total.joulesPerHash, total.algorithm)}</span>
              )}
              <span>
                <MoneyButton
                  amount={total.revenuePerDay}
                  currency={fleet.currency}
                  kind="revenue"
                  label={`Revenue from ${label}`}
                  unknown="no rate is known for its coin"
                  explain={<FleetMoney fleet={fleet} />}
                />{' '}
                a day
              </span>
              {total.rented === undefined ? null : (
                <span title="Rented hash power: in the fleet’s money, in no other figure here">
                  + {total.rented.contracts === 1 ? 'contract' : `${total.rented.contracts} contracts`}{' '}
                  {formatHashRate(total.rented.hashesPerSecond, total.algorithm)}
                </span>
              )}
            </div>
          </section>
        )
      })}
    </section>
  )
}

function Beside({ total }: { total: AlgorithmTotal }) {
  if (total.rigs === 0 && total.rented !== undefined) return <span>no rig of your own</span>
  const share = total.expectedHashesPerSecond ? total.hashesPerSecond / total.expectedHashesPerSecond : 1
  if (share >= FULL_ENOUGH) return <span>{total.rigs === 1 ? '1 rig' : `${total.rigs} rigs`}</span>
  return (
    <span data-short="true" title="Of what all active rigs of this algorithm would do together">
      {formatPercent(share)} of usual
    </span>
  )
}

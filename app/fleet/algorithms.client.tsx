'use client'

import { describeAlgorithm } from '#lib/domain/algorithms'
import { formatEfficiency, formatHashRate } from '#lib/domain/format'
import type { FleetSnapshot } from '#lib/wire/dashboard-events'
import { MoneyButton } from '../money/money-button.client'
import { Figure } from '../ui/figure'
import classes from './fleet.module.css'
import { FleetMoney } from './fleet-money.client'

/** One strip per algorithm, each in its own unit: hash rates of different algorithms are never added up. */
export function Algorithms({ fleet }: { fleet: FleetSnapshot }) {
  if (fleet.totals.algorithms.length === 0) return null
  return (
    <section aria-label="By algorithm" className={classes.algorithms}>
      {fleet.totals.algorithms.map((total) => {
        const { label } = describeAlgorithm(total.algorithm)
        const reached = total.expectedHashesPerSecond
          ? Math.min(1, total.hashesPerSecond / total.expectedHashesPerSecond)
          : undefined
        return (
          <section key={total.algorithm} className={classes.algorithm} aria-label={label}>
            <h2 className={classes.algorithmName}>
              {label}
              <span>{total.rigs === 1 ? '1 rig' : `${total.rigs} rigs`}</span>
            </h2>
            <div className={classes.algorithmFigure}>
              <Figure text={formatHashRate(total.hashesPerSecond, total.algorithm)} hue="hash-rate" size="title" />
              {reached === undefined ? null : (
                <span className={classes.reached} title="Of what all active rigs would do together">
                  <span aria-hidden="true" style={{ width: `${Math.round(reached * 100)}%` }} />
                  <span className="visually-hidden">
                    {Math.round(reached * 100)} % of what all active rigs would do
                  </span>
                </span>
              )}
            </div>
            <div className={classes.algorithmBelow}>
              {total.joulesPerHash === undefined ? null : (
                <>{formatEfficiency(total.joulesPerHash, total.algorithm)} · </>
              )}
              <MoneyButton
                amount={total.revenuePerDay}
                currency={fleet.currency}
                kind="revenue"
                label={`Revenue from ${label}`}
                unknown="no rate is known for its coin"
                explain={<FleetMoney fleet={fleet} />}
              />{' '}
              a day
            </div>
          </section>
        )
      })}
    </section>
  )
}

'use client'

import { labelInWords } from '#lib/domain/date-words'
import { formatCoin, formatEnergy, formatMoney } from '#lib/domain/format'
import type { EarningsReport } from '#lib/wire/earnings'
import { MoneyButton, type MoneyKind } from '../money/money-button.client'
import { Figure } from '../ui/figure'
import { Tile } from '../ui/tile'
import classes from './earnings.module.css'
import { perKwh } from './per-kwh'
import { PeriodExplained } from './period-explained'

/** The sums of all that is shown. */
export function EarningsTotals({ report, missing }: { report: EarningsReport; missing: string | undefined }) {
  const { total, currency, period, rows } = report
  const [only] = rows
  const span = rows.length === 1 && only ? labelInWords(only.label, period) : `${rows.length} ${period}s`
  const money = (amount: number | undefined, label: string, kind: MoneyKind) => (
    <MoneyButton
      amount={amount}
      currency={currency}
      kind={kind}
      size="figure"
      label={`${label} of ${span}`}
      unknown={missing ?? 'nothing was measured'}
      explain={<PeriodExplained row={total} currency={currency} missing={missing} />}
    />
  )
  const costPerKwh = perKwh(total).cost
  return (
    <div className={classes.tiles}>
      <Tile name={`Profit of ${span}`} below={missing}>
        {money(total.profit, 'Profit', 'profit')}
      </Tile>
      <Tile
        name="Revenue"
        below={
          <span className={classes.coins}>
            {total.coins.map(({ coin, amount }) => (
              <span key={coin}>{formatCoin(amount, coin)}</span>
            ))}
          </span>
        }
      >
        {money(total.revenue, 'Revenue', 'revenue')}
      </Tile>
      <Tile
        name="Cost"
        below={
          costPerKwh === undefined
            ? undefined
            : `${formatMoney(costPerKwh, currency, { perKwh: true })}, all included${total.rented ? ' but rented hash power' : ''}`
        }
      >
        {money(total.cost, 'Cost', 'cost')}
      </Tile>
      <Tile name="Energy at the wall">
        <Figure
          text={total.energyWattHours === undefined ? undefined : formatEnergy(total.energyWattHours)}
          unknown="no rig told its power"
          hue="power"
          size="figure"
        />
      </Tile>
    </div>
  )
}

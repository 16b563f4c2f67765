'use client'

import { formatEnergy, formatMoney, formatPercent } from '#lib/domain/format'
import type { PlanBasis } from '#lib/domain/planner/plan-basis'
import type { Outcome, Supposition } from '#lib/domain/planner/what-if'
import { MoneyButton } from '../money/money-button.client'
import { Figure } from '../ui/figure'
import { Tile } from '../ui/tile'
import { OutcomeExplained } from './outcome-explained'
import { againstNow } from './plan-words'
import classes from './planner.module.css'

/** The supposed day in four figures, or two where no energy is drawn. */
export function OutcomeTiles({
  basis,
  supposition,
  outcome,
  now,
}: {
  basis: PlanBasis
  supposition: Supposition
  outcome: Outcome
  now: Outcome
}) {
  const { currency } = basis
  // Rented hash power alone draws nothing of one's own.
  const draws = basis.siteWattHoursPerDay > 0 || basis.rigs > 0
  const cost = outcome.energyCost + outcome.fixedCost + outcome.feeCost
  const explain = <OutcomeExplained basis={basis} supposition={supposition} outcome={outcome} />
  const money = (amount: number, kind: 'profit' | 'revenue' | 'cost', label: string, size?: 'figure') => (
    <MoneyButton amount={amount} currency={currency} kind={kind} size={size} label={label} explain={explain} />
  )
  return (
    <div className={classes.tiles}>
      <Tile
        name="Profit a day"
        below={
          <>
            revenue {money(outcome.revenue, 'revenue', 'Revenue a day, supposed')} · cost{' '}
            {money(cost, 'cost', 'Cost a day, supposed')}
          </>
        }
        foot={<span className={classes.words}>{againstNow(outcome.profit, now.profit, currency)}</span>}
      >
        {money(outcome.profit, 'profit', 'Profit a day, supposed', 'figure')}
      </Tile>
      {draws ? (
        <Tile name="Break-even tariff" below="a kWh dearer than this, and the day loses money">
          <Figure
            text={
              outcome.breakEvenPerKwh === undefined
                ? undefined
                : formatMoney(outcome.breakEvenPerKwh, currency, { perKwh: true })
            }
            unknown="nothing is drawn"
            size="figure"
          />
        </Tile>
      ) : null}
      <Tile name="Break-even price" below={priceWords(basis)}>
        <Figure text={breakEvenPrice(basis, supposition, outcome)} unknown="there is no revenue" size="figure" />
      </Tile>
      {draws ? (
        <Tile name="Energy a day" below="at the wall, with what the site adds">
          <Figure text={formatEnergy(outcome.siteWattHours)} hue="power" size="figure" />
        </Tile>
      ) : null}
    </div>
  )
}

/** Of one coin in money; several move together, and only how far can be told. */
function breakEvenPrice(
  { coins, currency }: PlanBasis,
  { priceFactor }: Supposition,
  { breakEvenPriceFactor }: Outcome,
): string | undefined {
  if (breakEvenPriceFactor === undefined) return undefined
  const [only] = coins
  if (only && coins.length === 1) return formatMoney(only.price * priceFactor * breakEvenPriceFactor, currency)
  return formatPercent(breakEvenPriceFactor)
}

function priceWords({ coins }: PlanBasis): string {
  const [only] = coins
  return only && coins.length === 1 ? `of one ${only.coin}` : 'of the prices supposed, all coins together'
}

import Link from 'next/link'
import { formatCoin, formatEnergy, formatMoney } from '#lib/domain/format'
import type { EarningsAmounts } from '#lib/wire/earnings'
import classes from './earnings.module.css'

/** A period's amounts taken apart: coins, energy, what a kWh came to, and what is missing. */
export function PeriodExplained({
  row,
  currency,
  missing,
}: {
  row: EarningsAmounts
  currency: string
  /** What is not in the amounts, in words. */
  missing: string | undefined
}) {
  const { revenue, cost, profit, energyWattHours, coins } = row
  const perKwh = cost !== undefined && energyWattHours ? cost / (energyWattHours / 1000) : undefined
  const breakEven = revenue !== undefined && energyWattHours ? revenue / (energyWattHours / 1000) : undefined
  return (
    <div className={classes.explained}>
      <dl className={classes.lines}>
        {coins.map(({ coin, amount }) => (
          <Line key={coin} name={`${coin} expected, net of fees`} value={formatCoin(amount, coin)} />
        ))}
        <Line name="Revenue: coins × the price of their hour" value={formatMoney(revenue, currency)} />
        <Line name="Energy at the wall" value={formatEnergy(energyWattHours)} />
        <Line name="Cost: energy × tariff, and fixed cost" value={formatMoney(cost, currency)} />
        <Line name="What a kWh cost, all included" value={formatMoney(perKwh, currency, { perKwh: true })} />
        <Line name="What a kWh earned" value={formatMoney(breakEven, currency, { perKwh: true })} />
        <Line name="Profit: revenue − cost" value={formatMoney(profit, currency, { signed: true })} />
      </dl>
      <p className={classes.words}>
        {missing ? `Not complete: ${missing}. What is missing is left out, not counted as zero. ` : ''}
        Summed hour by hour, each at the rates, fees and tariff that held in it. A day’s name leads to its hours, and an
        hour to the formula of each rig.
      </p>
      <p>
        <Link href="/money">How money is computed</Link>
      </p>
    </div>
  )
}

function Line({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

import Link from 'next/link'
import { formatCoin, formatEnergy, formatMoney } from '#lib/domain/format'
import type { EarningsAmounts } from '#lib/wire/earnings'
import classes from './earnings.module.css'
import { perKwh } from './per-kwh'

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
  const { revenue, cost, profit, rented, energyWattHours, coins } = row
  const own = perKwh(row)
  return (
    <div className={classes.explained}>
      <dl className={classes.lines}>
        {coins.map(({ coin, amount }) => (
          <Line key={coin} name={`${coin} expected, net of fees`} value={formatCoin(amount, coin)} />
        ))}
        <Line name="Revenue: coins × the price of their hour" value={formatMoney(revenue, currency)} />
        <Line name="Energy at the wall" value={formatEnergy(energyWattHours)} />
        <Line
          name={`Cost: energy × tariff, and fixed cost${rented ? ', and what was rented' : ''}`}
          value={formatMoney(cost, currency)}
        />
        {rented ? (
          <Line
            name="Of these, rented hash power"
            value={`${formatMoney(rented.revenue, currency)} revenue, ${formatMoney(rented.cost, currency)} cost`}
          />
        ) : null}
        <Line name="What a kWh cost, all included" value={formatMoney(own.cost, currency, { perKwh: true })} />
        <Line name="What a kWh earned" value={formatMoney(own.revenue, currency, { perKwh: true })} />
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

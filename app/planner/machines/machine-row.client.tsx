'use client'

import { describeAlgorithm } from '#lib/domain/algorithms'
import { formatEfficiency, formatEnergy, formatHashRate, formatMoney, formatPower } from '#lib/domain/format'
import { payerLabel } from '#lib/domain/payers'
import table from '../../forms/table.module.css'
import { MoneyButton } from '../../money/money-button.client'
import { Figure } from '../../ui/figure'
import { Lines } from '../lines'
import classes from '../planner.module.css'
import type { PricedMachine } from './order-machines'

/** One machine: what it does, draws, brings and costs a day. */
export function MachineRow({
  machine,
  currency,
  pricePerKwh,
}: {
  machine: PricedMachine
  currency: string
  pricePerKwh: number | undefined
}) {
  const { model, algorithm, hashesPerSecond, watts, best, cost, profit, breakEvenPerKwh } = machine
  const unknown = best === undefined ? 'no coin of this algorithm is known here' : best.unknown
  const money = (amount: number | undefined, kind: 'profit' | 'revenue' | 'cost', label: string) => (
    <td className={table.number}>
      <MoneyButton
        amount={amount}
        currency={currency}
        kind={kind}
        label={`${label} a day of ${model}`}
        unknown={pricePerKwh === undefined && kind !== 'revenue' ? 'write what a kWh costs' : unknown}
        explain={<MachineExplained machine={machine} currency={currency} pricePerKwh={pricePerKwh} unknown={unknown} />}
      />
    </td>
  )
  return (
    <tr>
      <th scope="row">
        {model} <span className={classes.words}>{formatHashRate(hashesPerSecond, algorithm)}</span>
      </th>
      <td className={table.number}>{formatEfficiency(machine.joulesPerHash, algorithm)}</td>
      <td className={table.number}>{formatPower(watts)}</td>
      {money(best?.revenue, 'revenue', 'Revenue')}
      {money(cost, 'cost', 'Cost')}
      {money(profit, 'profit', 'Profit')}
      <td className={table.number}>
        <Figure
          text={breakEvenPerKwh === undefined ? undefined : formatMoney(breakEvenPerKwh, currency, { perKwh: true })}
          unknown={unknown}
        />
      </td>
      <td className={table.muted}>{coinWords(machine)}</td>
    </tr>
  )
}

function MachineExplained({
  machine,
  currency,
  pricePerKwh,
  unknown,
}: {
  machine: PricedMachine
  currency: string
  pricePerKwh: number | undefined
  unknown: string | undefined
}) {
  const { algorithm, hashesPerSecond, watts, best, cost, profit, source } = machine
  return (
    <div className={classes.explained}>
      <Lines
        lines={[
          ['Hash rate, by its maker', formatHashRate(hashesPerSecond, algorithm)],
          [`Revenue a day: ${coinWords(machine)}`, formatMoney(best?.revenue, currency)],
          ['Energy: power × 24 h', formatEnergy(watts * 24)],
          ['Price of a kWh', formatMoney(pricePerKwh, currency, { perKwh: true })],
          ['Cost: energy × price', formatMoney(cost, currency)],
          ['Profit: revenue − cost', formatMoney(profit, currency, { signed: true })],
        ]}
      />
      <p className={classes.words}>
        {unknown ? `${unknown}. ` : ''}Figures of the machine: {source}. Rates are those of now; they and their ages
        stand in the settings of the market.
      </p>
    </div>
  )
}

function coinWords({ best, algorithm }: PricedMachine): string {
  const { label } = describeAlgorithm(algorithm)
  if (!best) return label
  return best.payer !== 'pool'
    ? `${label}, sold on ${payerLabel(best.payer)}`
    : `${label}, ${[best.coin, ...best.mergedCoins].join(' and ')}`
}

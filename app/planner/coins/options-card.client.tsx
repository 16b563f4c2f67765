'use client'

import { describeAlgorithm } from '#lib/domain/algorithms'
import { formatHashRate, formatInstant, formatMoney, formatPower } from '#lib/domain/format'
import { payerLabel } from '#lib/domain/payers'
import type { MiningOption } from '#lib/domain/planner/alternatives'
import table from '../../forms/table.module.css'
import { MoneyButton } from '../../money/money-button.client'
import { Card } from '../../ui/card'
import { Figure } from '../../ui/figure'
import { ScrollTable } from '../../ui/scroll-table'
import classes from '../planner.module.css'
import { OptionExplained } from './option-explained.client'
import type { RateSource, ToldOptions } from './told-options'

/** Every way a rig could earn, best first, with how its hash rate is known. */
export function OptionsCard({ name, currency, told }: { name: string; currency: string; told: ToldOptions }) {
  if (told.options.length === 0) {
    return (
      <Card title={`What ${name} could mine`}>
        <p>
          Nothing is known yet of what it can do: an hour of mining one algorithm without a stop is enough, or a model
          that stands in the table of machines.
        </p>
      </Card>
    )
  }
  return (
    <Card
      title={`What ${name} could mine`}
      note={
        told.pricePerKwh === undefined
          ? 'no tariff known'
          : `at ${formatMoney(told.pricePerKwh, currency, { perKwh: true })}, the mean of the coming day`
      }
      flush
    >
      <ScrollTable label="What it could mine">
        <thead>
          <tr>
            <th scope="col">Coin</th>
            <th scope="col">Algorithm</th>
            {['Hash rate', 'Power', 'Revenue a day', 'Cost a day', 'Profit a day', 'Break-even'].map((column) => (
              <th key={column} scope="col" className={table.number}>
                {column}
              </th>
            ))}
            <th scope="col">Hash rate known by</th>
          </tr>
        </thead>
        <tbody>
          {told.options.map((option) => (
            <OptionRow key={`${option.algorithm}/${option.payer}/${option.coin}`} {...{ option, currency, told }} />
          ))}
        </tbody>
      </ScrollTable>
      <p className={classes.below}>
        Only algorithms that this rig mined by itself within a year, or that its maker tells figures of, can be
        compared; no hash rate is guessed from another machine.
      </p>
    </Card>
  )
}

function OptionRow({
  option,
  currency,
  told,
}: {
  option: ToldOptions['options'][number]
  currency: string
  told: ToldOptions
}) {
  const name = optionName(option)
  const money = (amount: number | undefined, kind: 'profit' | 'revenue' | 'cost', label: string) => (
    <td className={table.number}>
      <MoneyButton
        amount={amount}
        currency={currency}
        kind={kind}
        label={`${label} a day with ${name}`}
        unknown={option.unknown}
        explain={<OptionExplained option={option} currency={currency} told={told} />}
      />
    </td>
  )
  return (
    <tr>
      <th scope="row">
        {name}
        {option.present ? <span className={classes.present}>now</span> : null}
      </th>
      <td>{describeAlgorithm(option.algorithm).label}</td>
      <td className={table.number}>{formatHashRate(option.hashesPerSecond, option.algorithm)}</td>
      <td className={table.number}>
        <Figure
          text={option.watts === undefined ? undefined : formatPower(option.watts)}
          unknown="no hour with known power"
        />
      </td>
      {money(option.revenue, 'revenue', 'Revenue')}
      {money(option.cost, 'cost', 'Cost')}
      {money(option.profit, 'profit', 'Profit')}
      <td className={table.number}>
        <Figure
          text={
            option.breakEvenPerKwh === undefined
              ? undefined
              : formatMoney(option.breakEvenPerKwh, currency, { perKwh: true })
          }
          unknown={option.unknown}
        />
      </td>
      <td className={table.muted}>{sourceWords(option.rate, told.timeZone)}</td>
    </tr>
  )
}

function optionName({ payer, coin, mergedCoins }: MiningOption): string {
  return payer !== 'pool' ? `${payerLabel(payer)}, paid in ${coin}` : [coin, ...mergedCoins].join(' and ')
}

function sourceWords(rate: RateSource, timeZone: string): string {
  if (rate.kind === 'maker') return `the maker of ${rate.model}: ${rate.source}`
  const hours = rate.hours === 1 ? '1 hour' : `${rate.hours} hours`
  return `its own ${hours} until ${formatInstant(rate.untilMs, timeZone).split(',')[0]}`
}

'use client'

import { formatCoin, formatMoney, formatPercent } from '#lib/domain/format'
import type { InvestmentAssumptions, InvestmentRow } from '#lib/wire/investment'
import { MoneyButton } from '../../money/money-button.client'
import { Figure } from '../../ui/figure'
import { Tile } from '../../ui/tile'
import earnings from '../earnings.module.css'
import classes from './investment.module.css'
import { daysInWords, endingInWords, paybackInWords } from './payback-words'
import { RowExplained } from './row-explained'

/** What was paid, what came back of it, when the rest does, and the coin instead. */
export function InvestmentTiles({
  row,
  currency,
  timeZone,
  assumptions,
}: {
  row: InvestmentRow
  currency: string
  timeZone: string
  assumptions: InvestmentAssumptions
}) {
  const explain = <RowExplained row={row} currency={currency} timeZone={timeZone} assumptions={assumptions} />
  const { outlay, earned, payback, instead } = row
  const share = outlay !== undefined && outlay > 0 && earned !== undefined ? earned / outlay : undefined
  const difference = instead && (instead.minedCoins - instead.boughtCoins) * instead.price
  return (
    <div className={earnings.tiles}>
      <Tile
        name="Outlay"
        below={row.held === undefined ? undefined : `stands in the books for ${formatMoney(row.held, currency)}`}
      >
        <MoneyButton
          amount={outlay}
          currency={currency}
          size="figure"
          label={`Outlay, ${row.name}`}
          unknown={row.outlayUnknown}
          explain={explain}
        />
      </Tile>
      <Tile name="Earned so far" below={earnedWords(share, row.returnSoFar)}>
        <MoneyButton
          amount={earned}
          currency={currency}
          kind="profit"
          size="figure"
          label={`Earned so far, ${row.name}`}
          unknown={row.earnedUnknown}
          explain={explain}
        />
      </Tile>
      <Tile
        name="Pays back in"
        below={
          endingInWords(row, timeZone) ??
          (payback && payback.latest !== 0 ? `${daysInWords(payback.steady)} if everything stays as it is` : undefined)
        }
      >
        {payback ? (
          <span className={classes.range}>{paybackInWords(payback)}</span>
        ) : (
          <Figure
            text={undefined}
            unknown={row.outlayUnknown ?? row.earnedUnknown ?? row.perDayUnknown}
            size="figure"
          />
        )}
      </Tile>
      <Tile
        name={instead ? `Against buying ${instead.coin}` : 'Against buying the coin'}
        below={
          instead
            ? `bought ${formatCoin(instead.boughtCoins, instead.coin)}, mined ${formatCoin(instead.minedCoins, instead.coin)} net of cost`
            : undefined
        }
      >
        <MoneyButton
          amount={difference}
          currency={currency}
          kind="profit"
          size="figure"
          label={`Mined less bought, at the price of now, ${row.name}`}
          unknown={row.insteadUnknown}
          explain={explain}
        />
      </Tile>
    </div>
  )
}

function earnedWords(share: number | undefined, returned: number | undefined): string | undefined {
  const words = [
    ...(share === undefined ? [] : [`${formatPercent(share)} of the outlay`]),
    ...(returned === undefined ? [] : [`return ${formatPercent(returned)} with the book value`]),
  ]
  return words.length === 0 ? undefined : words.join(', ')
}

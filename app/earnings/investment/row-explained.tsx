import { formatCoin, formatMoney, formatPercent } from '#lib/domain/format'
import type { InvestmentAssumptions, InvestmentRow } from '#lib/wire/investment'
import earnings from '../earnings.module.css'
import { daysInWords, endingInWords } from './payback-words'

/** How the figures of a rig, a site or everything came about. */
export function RowExplained({
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
  const { perDay, payback, instead } = row
  const ending = endingInWords(row, timeZone)
  const money = (amount: number | undefined, signed = false) => formatMoney(amount, currency, { signed })
  const missing = [row.outlayUnknown, row.earnedUnknown, row.perDayUnknown, row.insteadUnknown, ...row.notes].filter(
    (words) => words !== undefined,
  )
  return (
    <div className={earnings.explained}>
      <dl className={earnings.lines}>
        <Line name="Purchases, repairs and other expenses" value={money(row.spent)} />
        <Line name="Less resales" value={money(row.resold)} />
        <Line name="Outlay" value={money(row.outlay)} />
        <Line name="Profit of all closed hours" value={money(row.earned, true)} />
        <Line name="Book value: purchases less what is written off" value={money(row.held)} />
        <Line name="Return: (profit + resales + book value − spent) ÷ spent" value={formatPercent(row.returnSoFar)} />
        {perDay ? (
          <>
            <Line name="Revenue of a day like now" value={money(perDay.revenue)} />
            <Line name="Cost of a day like now" value={money(perDay.cost)} />
          </>
        ) : null}
        {payback ? (
          <>
            <Line name="Earned back at the soonest in" value={daysInWords(payback.soonest)} />
            <Line name="If everything stays as it is, in" value={daysInWords(payback.steady)} />
            <Line name="At the latest in" value={daysInWords(payback.latest)} />
            {ending ? <Line name="If everything stays as it is, it" value={ending} /> : null}
          </>
        ) : null}
        {instead ? (
          <>
            <Line
              name={`${instead.coin} for the same money, each sum on its day`}
              value={formatCoin(instead.boughtCoins, instead.coin)}
            />
            <Line
              name={`${instead.coin} mined, less cost in ${instead.coin}`}
              value={formatCoin(instead.minedCoins, instead.coin)}
            />
            <Line name={`Price of ${instead.coin} now`} value={money(instead.price)} />
          </>
        ) : null}
      </dl>
      {missing.length > 0 ? (
        <p className={earnings.words}>
          Not in it: {missing.join('; ')}. What is missing is left out, not counted as zero.
        </p>
      ) : null}
      <p className={earnings.words}>
        Payback assumes that difficulty grows by {percents(assumptions.growths)} each 14 days and that the price changes
        by {percents(assumptions.drifts)} over a year, while cost stays: profit of a day in period k = revenue now × ((1
        + price) ÷ (1 + difficulty))^k − cost now. The range spans every pair. What is rented earns until its end, which
        is forecast under the same pair.
      </p>
    </div>
  )
}

/** With the decimals that somebody wrote into the assumptions. */
function percents(shares: readonly number[]): string {
  return shares.map((share) => formatPercent(share, 4)).join(', ')
}

function Line({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

import Link from 'next/link'
import { formatCoin, formatEnergy, formatMoney } from '#lib/domain/format'
import type { PlanBasis } from '#lib/domain/planner/plan-basis'
import type { Outcome, Supposition } from '#lib/domain/planner/what-if'
import { Lines } from './lines'
import { signedPercent } from './plan-words'
import classes from './planner.module.css'

/** A supposed day taken apart: what it starts from, what is supposed, and what follows. */
export function OutcomeExplained({
  basis,
  supposition,
  outcome,
}: {
  basis: PlanBasis
  supposition: Supposition
  outcome: Outcome
}) {
  const { currency, coins } = basis
  const { priceFactor, difficultyFactor, coin, hashFactor = 1, powerFactor = 1, pricePerKwh } = supposition
  const perKwh =
    pricePerKwh ?? (outcome.siteWattHours > 0 ? outcome.energyCost / (outcome.siteWattHours / 1000) : undefined)
  return (
    <div className={classes.explained}>
      <Lines
        lines={[
          ...coins.map(({ coin: each, amountPerDay, price, revenuePerDay }): [string, string] => [
            `Now: ${formatCoin(amountPerDay, each)} a day × ${formatMoney(price, currency)}`,
            formatMoney(revenuePerDay, currency),
          ]),
          [`Price of ${coin ?? 'all coins'}`, signedPercent(priceFactor - 1)],
          [`Difficulty of ${coin ?? 'all coins'}`, signedPercent(difficultyFactor - 1)],
          ...(hashFactor === 1 && powerFactor === 1
            ? []
            : [
                [
                  basis.rigs === 0 ? 'Hash power' : 'Hash rate, by the rig’s own curve',
                  signedPercent(hashFactor - 1),
                ] satisfies [string, string],
                ['Power', signedPercent(powerFactor - 1)] satisfies [string, string],
              ]),
          ['Revenue: now × price ÷ difficulty × hash rate', formatMoney(outcome.revenue, currency)],
          ['Energy at the wall, with the site’s overhead', formatEnergy(outcome.siteWattHours)],
          ['Price of a kWh', formatMoney(perKwh, currency, { perKwh: true })],
          ['Energy × price', formatMoney(outcome.energyCost, currency)],
          ['Standing charges of the site', formatMoney(outcome.fixedCost, currency)],
          ...(basis.fees.length > 0
            ? [['Fees of rented hash power', formatMoney(outcome.feeCost, currency)] satisfies [string, string]]
            : []),
          ['Profit: revenue − cost', formatMoney(outcome.profit, currency, { signed: true })],
        ]}
      />
      <p className={classes.words}>
        A day of {countInWords(basis)} as it runs now; a rig that is paused, as it ran last. What a marketplace pays is
        taken to follow difficulty as a pool’s pay does. A plan for one rig leaves the standing charges of its site out:
        they fall due either way.
      </p>
      <p>
        <Link href="/money">How money is computed</Link>
      </p>
    </div>
  )
}

/** `12 rigs and 1 contract`. */
function countInWords({ rigs, contracts }: PlanBasis): string {
  const counted = [
    ...(rigs > 0 || contracts === 0 ? [rigs === 1 ? '1 rig' : `${rigs} rigs`] : []),
    ...(contracts > 0 ? [contracts === 1 ? '1 contract' : `${contracts} contracts`] : []),
  ]
  return counted.join(' and ')
}

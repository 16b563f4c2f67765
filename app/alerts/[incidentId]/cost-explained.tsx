import { formatDuration, formatMoney } from '#lib/domain/format'
import type { IncidentCost } from '#lib/wire/alerts'
import { costInWords } from '../cost-words'
import classes from './incident-page.module.css'

/** An incident's cost taken apart: what was not earned, minus the power that was not drawn. */
export function CostExplained({
  cost,
  over,
  lastedMs,
}: {
  cost: IncidentCost | undefined
  over: boolean
  lastedMs: number
}) {
  const { name, amount } = costInWords(cost, over)
  const money = (amount: number | undefined) => (amount === undefined ? '—' : formatMoney(amount, cost?.currency ?? ''))
  return (
    <div className={classes.explained}>
      {cost ? (
        <dl className={classes.sums}>
          <dt>Not earned in {formatDuration(lastedMs)}</dt>
          <dd>{money(cost.lost)}</dd>
          <dt>Power not drawn</dt>
          <dd>{cost.saved === undefined ? '—' : `− ${money(cost.saved)}`}</dd>
          <dt>
            <strong>{name}</strong>
          </dt>
          <dd>
            <strong>{money(cost.net === undefined ? undefined : amount)}</strong>
          </dd>
        </dl>
      ) : (
        <p>No cost is known: this kind of trouble does not stop a rig from earning, or its revenue is not known.</p>
      )}
      <p>
        Not earned is what the rig earned a day just before, at the rates and the coin of then, for as long as it did
        not hash. What it would have drawn meanwhile, at the site’s tariff, is taken off: a rig that stands still costs
        no energy.
      </p>
    </div>
  )
}

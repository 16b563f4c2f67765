import { spreadOfIncome } from '#lib/domain/diversification'
import { formatPercent } from '#lib/domain/format'
import type { EarningsGrouping, EarningsReport } from '#lib/wire/earnings'
import { Card } from '../ui/card'
import classes from './earnings.module.css'
import { GROUPING_NAMES } from './grouping-words'

export const SPREADS = ['coin', 'payer', 'site', 'kind'] as const satisfies readonly EarningsGrouping[]

/** How the income of the span is spread, with a word where one carries nearly all of it. */
export function SpreadCard({ reports }: { reports: Pick<EarningsReport, 'by' | 'groups'>[] }) {
  const spreads = reports.map(({ by, groups }) => ({
    by,
    names: new Map(groups.map(({ key, name }) => [key, name])),
    ...spreadOfIncome(new Map(groups.map(({ key, revenue }) => [key, revenue]))),
  }))
  if (spreads.every(({ shares }) => shares.length === 0)) return null
  return (
    <Card title="How the income is spread">
      <dl className={classes.spreads}>
        {spreads.map(({ by, names, shares, carrier }) => (
          <div key={by}>
            <dt>By {GROUPING_NAMES[by]}</dt>
            <dd>
              {shares.slice(0, 4).map(({ key, share }) => (
                <span key={key} className={classes.share}>
                  <span className={classes.shareBar} style={{ inlineSize: `${share * 100}%` }} aria-hidden="true" />
                  <span>{names.get(key) ?? key}</span>
                  <span className={classes.shareFigure}>{formatPercent(share)}</span>
                </span>
              ))}
              {carrier && (shares.length > 1 || by === 'coin' || by === 'payer') ? (
                <p className={classes.carrier}>
                  {names.get(carrier.key) ?? carrier.key} carries {formatPercent(carrier.share)}: what happens to it
                  happens to nearly all your income.
                </p>
              ) : null}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

'use client'

import { formatClock, formatDuration, formatInstant } from '#lib/domain/format'
import type { IncidentDetail } from '#lib/wire/alerts'
import { useServerNow } from '../../live/clock.client'
import { MoneyButton } from '../../money/money-button.client'
import { Figure } from '../../ui/figure'
import { Tile } from '../../ui/tile'
import { costInWords, costMoney, costParts, noCostReason } from '../cost-words'
import { CostExplained } from './cost-explained'
import classes from './incident-page.module.css'

/** How long, how bad, and what it costs. */
export function IncidentTiles({ incident, currency }: { incident: IncidentDetail; currency: string }) {
  const nowMs = useServerNow(10)
  const { startedAtMs, resolvedAtMs, firedAtMs, timeZone, cost, evidence } = incident
  const over = resolvedAtMs !== undefined
  const { name, amount } = costInWords(cost, over)
  const of = cost?.currency ?? currency
  return (
    <div className={classes.tiles}>
      <Tile
        name={over ? 'Lasted' : 'Lasts'}
        below={
          <>
            <span title={formatInstant(startedAtMs, timeZone)}>since {dayAndClock(startedAtMs, timeZone)}</span>
            {over ? ` until ${dayAndClock(resolvedAtMs, timeZone)}` : null}
            {firedAtMs !== undefined && firedAtMs - startedAtMs > 1000
              ? `, told after ${formatDuration(firedAtMs - startedAtMs)}`
              : null}
          </>
        }
      >
        <Figure
          text={formatDuration(Math.max(0, (resolvedAtMs ?? nowMs) - startedAtMs))}
          size="figure"
          hue={over ? undefined : incident.severity === 'critical' ? 'critical' : 'warn'}
        />
      </Tile>
      <Tile
        name="Seen"
        below={[evidence.detail, `at ${formatClock(evidence.atMs, timeZone)}`].filter(Boolean).join(' · ')}
      >
        <span className={classes.seen}>{figureOf(incident) || '—'}</span>
      </Tile>
      <Tile name={name} below={costParts(cost)}>
        <MoneyButton
          amount={amount}
          text={amount === undefined ? undefined : costMoney(amount, of)}
          currency={of}
          kind="plain"
          size="figure"
          label={name}
          unknown={noCostReason(cost)}
          explain={<CostExplained cost={cost} over={over} lastedMs={(resolvedAtMs ?? nowMs) - startedAtMs} />}
        />
      </Tile>
    </div>
  )
}

/** The evidence without where it was seen, which stands beneath. */
function figureOf({ evidenceWords, evidence }: IncidentDetail): string {
  const where = `, ${evidence.detail ?? ''}`
  return evidence.detail && evidenceWords.endsWith(where) ? evidenceWords.slice(0, -where.length) : evidenceWords
}

function dayAndClock(atMs: number, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short' }).format(atMs)
  return `${day}, ${formatClock(atMs, timeZone)}`
}

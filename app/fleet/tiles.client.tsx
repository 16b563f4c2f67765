'use client'

import { formatClock, formatMoney, formatPercent, formatPower } from '#lib/domain/format'
import type { FleetSnapshot, SiteRow } from '#lib/wire/dashboard-events'
import { MoneyButton } from '../money/money-button.client'
import { Figure } from '../ui/figure'
import { figureStyle } from '../ui/figure-style'
import { trustInWords } from '../ui/power-source-words'
import { Tile } from '../ui/tile'
import { Downtime } from './downtime.client'
import classes from './fleet.module.css'
import { FleetMoney } from './fleet-money.client'
import { StatesBar } from './states-bar'

/** The four answers of three seconds: does it earn, does it run, what does it draw, at what price would it stop to pay. */
export function Tiles({ fleet }: { fleet: FleetSnapshot }) {
  const { totals, currency } = fleet
  const { today, perDay } = totals
  const explain = <FleetMoney fleet={fleet} />
  const hourlyCost = perDay.cost === undefined ? undefined : perDay.cost / 24
  return (
    <div className={classes.tiles}>
      <Tile
        name="Profit today"
        below={
          <>
            revenue{' '}
            <MoneyButton
              amount={today.revenue}
              currency={currency}
              kind="revenue"
              label="Revenue today"
              unknown={today.unknown}
              explain={explain}
            />{' '}
            · cost{' '}
            <MoneyButton
              amount={today.cost}
              currency={currency}
              kind="cost"
              label="Cost today"
              unknown={today.unknown}
              explain={explain}
            />
            {totals.contracts === undefined ? null : <> · incl. {contractCount(totals.contracts)}</>}
            {totals.yesterdayByNow.profit === undefined ? null : (
              <> · yesterday by now {formatMoney(totals.yesterdayByNow.profit, currency, { signed: true })}</>
            )}
          </>
        }
        foot={totals.downtimeToday ? <Downtime downtime={totals.downtimeToday} currency={currency} /> : null}
      >
        <MoneyButton
          amount={today.profit}
          currency={currency}
          kind="profit"
          size="figure"
          label="Profit today"
          unknown={today.unknown}
          explain={explain}
        />
      </Tile>
      <Tile
        name="Rigs running"
        below={
          totals.availability24h === undefined
            ? 'availability not known yet'
            : `available ${formatPercent(totals.availability24h)} over 24\u00a0h`
        }
        foot={<StatesBar states={totals.states} />}
      >
        <span
          className={classes.big}
          data-figure
          style={figureStyle(`${totals.runningRigs} of ${totals.expectedRigs}`)}
        >
          {totals.runningRigs}
          <span className={classes.of}> of {totals.expectedRigs}</span>
        </span>
      </Tile>
      <Tile
        name="Power at the wall"
        below={powerWords(fleet, hourlyCost)}
        foot={<span className={classes.trust}>{trustInWords(totals.powerWattsBy, formatPower)}</span>}
      >
        <Figure text={formatPower(totals.powerWatts)} hue="power" size="figure" />
      </Tile>
      <Tile name="Break-even tariff" below={tariffWords(fleet.sites, currency)}>
        <Figure
          text={
            totals.breakEvenPerKwh === undefined
              ? undefined
              : formatMoney(totals.breakEvenPerKwh, currency, { perKwh: true })
          }
          unknown="needs a known revenue and power"
          size="figure"
        />
      </Tile>
    </div>
  )
}

function powerWords({ totals, currency }: FleetSnapshot, hourlyCost: number | undefined): string {
  const words: string[] = []
  if (hourlyCost !== undefined) words.push(`${formatMoney(hourlyCost, currency)} an hour`)
  if (totals.notAtTheWallRigs > 0) words.push(`${rigs(totals.notAtTheWallRigs)} not at the wall`)
  if (totals.unknownPowerRigs > 0) words.push(`${rigs(totals.unknownPowerRigs)} without power figures`)
  return words.join(' · ')
}

function contractCount(count: number): string {
  return count === 1 ? '1 contract' : `${count} contracts`
}

function rigs(count: number): string {
  return count === 1 ? '1 rig' : `${count} rigs`
}

function tariffWords(sites: SiteRow[], currency: string): string {
  const priced = sites.filter((site) => site.pricePerKwhNow !== undefined)
  if (priced.length === 0) return 'no tariff set yet'
  return priced
    .slice(0, 3)
    .map((site) => {
      const now = formatMoney(site.pricePerKwhNow ?? 0, currency, { perKwh: true })
      const next = site.nextPrice
        ? `, ${formatMoney(site.nextPrice.pricePerKwh, currency, { perKwh: true })} from ${formatClock(site.nextPrice.atMs, site.timeZone)}`
        : ''
      return `${priced.length > 1 ? `${site.name} pays` : 'you pay'} ${now}${priced.length > 1 ? '' : ' now'}${next}`
    })
    .join(' · ')
}

'use client'

import { describeAlgorithm } from '#lib/domain/algorithms'
import {
  formatCount,
  formatEfficiency,
  formatHashRate,
  formatMoney,
  formatPercent,
  formatPower,
  formatTemperature,
} from '#lib/domain/format'
import type { RigSnapshot } from '#lib/wire/dashboard-events'
import { reasonsOf } from '../../fleet/unknown-reasons'
import { MoneyButton } from '../../money/money-button.client'
import { RigMoney } from '../../money/rig-money.client'
import { Figure } from '../../ui/figure'
import { PowerSource } from '../../ui/power-source'
import { Tile } from '../../ui/tile'
import classes from './rig-page.module.css'

/** Hash rate, heat, power, money and shares of a rig, each with what it is to be held against. */
export function RigTiles({ rig }: { rig: RigSnapshot }) {
  const { row, currency, shares30min: shares } = rig
  const reasons = reasonsOf(row)
  const work = row.work[0]
  const second = row.work[1]
  const money = (span: 'perDay' | 'today') => (
    <RigMoney rigId={row.id} explained={rig[span]} timeZone={rig.site.timeZone} span={span} />
  )
  return (
    <div className={classes.tiles}>
      <Tile
        name="Hash rate"
        below={
          second?.hashesPerSecond === undefined
            ? workWords(work)
            : `+ ${formatHashRate(second.hashesPerSecond, second.algorithm)} ${describeAlgorithm(second.algorithm).label}`
        }
      >
        <Figure
          text={work?.hashesPerSecond === undefined ? undefined : formatHashRate(work.hashesPerSecond, work.algorithm)}
          unknown={reasons.hashRate}
          hue="hash-rate"
          size="figure"
        />
      </Tile>
      <Tile name="Hottest" below={heatWords(rig)}>
        <Figure
          text={row.hottest ? formatTemperature(row.hottest.celsius) : undefined}
          unknown={reasons.hottest}
          hue={row.hottest?.severity === 'critical' ? 'critical' : row.hottest?.severity ? 'warn' : 'temperature'}
          size="figure"
        />
      </Tile>
      <Tile name="Power" below={<PowerWords rig={rig} />}>
        <Figure
          text={row.powerWatts === undefined ? undefined : formatPower(row.powerWatts)}
          unknown={reasons.power}
          hue="power"
          size="figure"
          mark={row.powerWatts !== undefined && !row.powerAtTheWall ? reasons.notAtTheWall : undefined}
        />
      </Tile>
      <Tile
        name="Profit a day"
        below={
          <>
            revenue{' '}
            <MoneyButton
              amount={rig.perDay.revenue}
              currency={currency}
              kind="revenue"
              label="Revenue a day"
              unknown={rig.perDay.unknown}
              explain={money('perDay')}
            />{' '}
            · cost{' '}
            <MoneyButton
              amount={rig.perDay.cost}
              currency={currency}
              kind="cost"
              label="Cost a day"
              unknown={rig.perDay.unknown}
              explain={money('perDay')}
            />
            {row.assumed ? <span className={classes.assumed}> · assumed</span> : null}
          </>
        }
        foot={
          rig.today.profit === undefined ? null : (
            <span className={classes.todayLine}>
              today so far{' '}
              <MoneyButton
                amount={rig.today.profit}
                currency={currency}
                kind="profit"
                label={`Profit today: ${formatMoney(rig.today.profit, currency, { signed: true })}`}
                explain={money('today')}
              />
            </span>
          )
        }
      >
        <MoneyButton
          amount={rig.perDay.profit}
          currency={currency}
          kind="profit"
          size="figure"
          label="Profit a day"
          unknown={rig.perDay.unknown}
          explain={money('perDay')}
        />
      </Tile>
      <Tile name="Rejected" below={shareWords(shares)}>
        <Figure text={rejectedShare(shares)} unknown="no share was counted in the last 30 min" size="figure" />
      </Tile>
    </div>
  )
}

/** Where the figure comes from, and what a hash costs of it. */
function PowerWords({ rig: { row, perDay } }: { rig: RigSnapshot }) {
  if (row.powerWatts === undefined) return null
  const corrected = perDay.costParts.some(({ correction }) => correction && correction.fixedWatts === undefined)
  const work = row.work[0]
  const efficiency =
    work?.joulesPerHash === undefined ? undefined : formatEfficiency(work.joulesPerHash, work.algorithm)
  return (
    <>
      {row.powerSource ? <PowerSource source={row.powerSource} corrected={corrected} /> : null}
      {row.powerSource && efficiency ? ' · ' : null}
      {efficiency}
    </>
  )
}

function workWords(work: RigSnapshot['row']['work'][number] | undefined): string {
  if (!work) return ''
  const { label } = describeAlgorithm(work.algorithm)
  if (work.hashesPerSecond === undefined || !work.nominalHashesPerSecond) return label
  return `${label} · ${formatPercent(work.hashesPerSecond / work.nominalHashesPerSecond)} of nominal`
}

function heatWords({ row, reading }: RigSnapshot): string {
  const { hottest } = row
  if (!hottest) return ''
  const device = reading?.devices?.find((each) => each.index === hottest.device)
  const where = device ? `${device.kind.toUpperCase()} ${device.index} ${hottest.sensor}` : hottest.sensor
  const limit = hottest.severity === 'critical' ? hottest.criticalCelsius : hottest.warningCelsius
  return `${where.replace(/^BOARD/, 'Board')} · limit ${formatTemperature(limit)}`
}

type Shares = RigSnapshot['shares30min']

function rejectedShare(shares: Shares): string | undefined {
  if (!shares) return undefined
  const all = shares.accepted + shares.rejected + shares.stale
  return all === 0 ? undefined : formatPercent((shares.rejected + shares.stale) / all)
}

function shareWords(shares: Shares): string {
  if (!shares) return ''
  const all = shares.accepted + shares.rejected + shares.stale
  if (all === 0) return 'no shares in 30 min'
  const words = `${formatCount(shares.rejected + shares.stale)} of ${formatCount(all)} shares in 30 min`
  return shares.stale > 0 ? `${words}, ${formatCount(shares.stale)} stale` : words
}

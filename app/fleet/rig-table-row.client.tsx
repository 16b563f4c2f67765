'use client'

import Link from 'next/link'
import { memo } from 'react'
import { describeAlgorithm } from '#lib/domain/algorithms'
import { formatEfficiency, formatHashRate, formatMoney, formatPower, formatTemperature } from '#lib/domain/format'
import type { RigRow, SiteRow } from '#lib/wire/dashboard-events'
import { MoneyButton } from '../money/money-button.client'
import { loadRigMoney } from '../money/rig-money.client'
import { Age } from '../ui/age.client'
import { Figure } from '../ui/figure'
import { Sparkline } from '../ui/sparkline'
import { StateMark } from '../ui/state-mark'
import { SHAPES } from '../ui/state-shape'
import { conditionOf } from './condition'
import type { TableItem } from './group-rigs'
import classes from './rig-table.module.css'
import { useSparkline } from './sparklines.client'
import { reasonsOf } from './unknown-reasons'

/** One rig as a row, on a phone a card. Draws again only when its own row changed. */
export const RigTableRow = memo(function RigTableRow({
  index,
  rowKey,
  row,
  site,
  currency,
}: {
  index: number
  /** By which the table knows the row, wherever it stands. */
  rowKey: string
  row: RigRow
  site: SiteRow | undefined
  currency: string
}) {
  const condition = conditionOf(row)
  const work = row.work[0]
  const second = row.work[1]
  const reasons = reasonsOf(row)
  const spark = useSparkline(row.id)
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the grid that stands for a table
    // biome-ignore lint/a11y/useFocusableInteractive: the link in the row is what takes the focus
    <div
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      data-key={rowKey}
      data-trouble={(condition.tone ?? SHAPES[condition.mark].tone) === 'critical'}
      className={`${classes.row} ${classes.link}`}
    >
      <Cell column="state">
        <StateMark {...condition} />
        {row.losesMoney ? (
          <span className={classes.loses} title="at a loss this hour, by its present price of a kWh">
            <StateMark mark="loses" word="at a loss" />
            <span className="visually-hidden"> this hour</span>
          </span>
        ) : null}
      </Cell>
      <Cell column="name">
        <Link href={`/rigs/${row.id}`} className={classes.name} prefetch={false}>
          {row.name}
        </Link>
      </Cell>
      <Cell column="site">
        {site?.name ?? ''}
        {row.location ? (
          <span className={classes.place} title={row.location}>
            {row.location}
          </span>
        ) : null}
      </Cell>
      <Cell column="hashRate" numeric>
        <Figure
          text={work?.hashesPerSecond === undefined ? undefined : formatHashRate(work.hashesPerSecond, work.algorithm)}
          unknown={reasons.hashRate}
        />
        {second?.hashesPerSecond === undefined ? null : (
          <span
            className={classes.second}
            title={`and ${formatHashRate(second.hashesPerSecond, second.algorithm)} ${describeAlgorithm(second.algorithm).label}`}
          >
            <span aria-hidden="true"> +1</span>
            <span className="visually-hidden">and {formatHashRate(second.hashesPerSecond, second.algorithm)}</span>
          </span>
        )}
      </Cell>
      <Cell column="hottest" numeric>
        <Figure
          text={row.hottest ? formatTemperature(row.hottest.celsius) : undefined}
          unknown={reasons.hottest}
          hue={
            row.hottest?.severity === 'critical' ? 'critical' : row.hottest?.severity === 'warning' ? 'warn' : undefined
          }
        />
      </Cell>
      <Cell column="power" numeric>
        <Figure
          text={row.powerWatts === undefined ? undefined : formatPower(row.powerWatts)}
          unknown={reasons.power}
          mark={row.powerWatts !== undefined && !row.powerAtTheWall ? reasons.notAtTheWall : undefined}
        />
      </Cell>
      <Cell column="efficiency" numeric muted>
        <Figure
          text={work?.joulesPerHash === undefined ? undefined : formatEfficiency(work.joulesPerHash, work.algorithm)}
          unknown={reasons.efficiency}
        />
      </Cell>
      <Cell column="profit" numeric>
        <MoneyButton
          amount={row.perDay.profit}
          currency={currency}
          kind="profit"
          label={`Profit a day of ${row.name}`}
          unknown={row.perDay.unknown}
          explain={() => loadRigMoney(row.id, 'perDay')}
        />
      </Cell>
      <Cell column="day" numeric>
        <Sparkline values={spark} />
      </Cell>
      <Cell column="seen" numeric muted>
        {row.seenAtMs === undefined ? (
          <Figure text={undefined} unknown="it has never reported" />
        ) : (
          <Age atMs={row.seenAtMs} timeZone={site?.timeZone ?? 'UTC'} />
        )}
      </Cell>
    </div>
  )
})

/** The line above a group's rigs that sums them. */
export function GroupLine({
  index,
  item,
  currency,
}: {
  index: number
  item: Extract<TableItem, { kind: 'group' }>
  currency: string
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the grid that stands for a table
    // biome-ignore lint/a11y/useFocusableInteractive: a heading, not a control
    <div role="row" aria-rowindex={index + 2} data-index={index} className={classes.groupLine}>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div role="cell" aria-colspan={10}>
        <strong>{item.name}</strong> {item.running} of {item.rigs} running · {formatPower(item.powerWatts)}
        {item.profitPerDay === undefined
          ? ''
          : ` · ${formatMoney(item.profitPerDay, currency, { signed: true })} a day`}
      </div>
    </div>
  )
}

function Cell({
  column,
  numeric,
  muted,
  children,
}: {
  column: string
  numeric?: boolean
  muted?: boolean
  children: React.ReactNode
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the grid that stands for a table
    <div role="cell" className={classes.cell} data-column={column} data-numeric={numeric} data-muted={muted}>
      {children}
    </div>
  )
}

'use client'

import { Checkbox } from '@mantine/core'
import Link from 'next/link'
import { memo } from 'react'
import { formatDuration, formatInstant } from '#lib/domain/format'
import type { IncidentRow } from '#lib/wire/alerts'
import { useServerNow } from '../live/clock.client'
import { Unknown } from '../ui/unknown.client'
import { costText, noCostReason } from './cost-words'
import type { IncidentItem } from './group-incidents'
import { shownPhase } from './incident-filter'
import { PhaseMark, SeverityMark } from './incident-marks'
import classes from './incident-table.module.css'

/** One incident as a row, on a phone a card. The title leads to its page; the box chooses it. */
export const IncidentTableRow = memo(function IncidentTableRow({
  index,
  row,
  chosen,
  onChoose,
  timeZone,
}: {
  index: number
  row: IncidentRow
  chosen: boolean
  /** Absent for whoever may not change anything. */
  onChoose?: (ids: number[], on: boolean) => void
  timeZone: string
}) {
  const nowMs = useServerNow(10)
  const phase = shownPhase(row, nowMs)
  const quiet = phase !== 'firing'
  const lasted = Math.max(0, (row.resolvedAtMs ?? nowMs) - row.startedAtMs)
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the grid that stands for a table
    // biome-ignore lint/a11y/useFocusableInteractive: the link in the row is what takes the focus
    <div
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      data-key={`incident-${row.id}`}
      data-incident={row.id}
      data-trouble={!quiet && row.severity === 'critical'}
      data-quiet={quiet}
      data-chosen={chosen}
      className={classes.row}
    >
      <Cell column="choose">
        {onChoose ? (
          <Checkbox
            size="xs"
            aria-label={`Choose ${row.title}`}
            checked={chosen}
            onChange={(event) => onChoose([row.id], event.currentTarget.checked)}
          />
        ) : null}
      </Cell>
      <Cell column="severity">
        <SeverityMark row={row} quiet={quiet} />
      </Cell>
      <Cell column="title">
        <Link href={`/alerts/${row.id}`} className={classes.title} prefetch={false}>
          {row.title}
        </Link>
        {row.inhibits > 0 ? <span className={classes.muted}> · explains {row.inhibits} more</span> : null}
        {row.flaps > 0 ? <span className={classes.muted}> · came back {timesWords(row.flaps)}</span> : null}
      </Cell>
      <Cell column="evidence">{row.evidenceWords}</Cell>
      <Cell column="site">{row.siteName ?? ''}</Cell>
      <Cell column="since" numeric>
        <time dateTime={new Date(row.startedAtMs).toISOString()} title={formatInstant(row.startedAtMs, timeZone)}>
          {formatDuration(lasted)}
        </time>
      </Cell>
      <Cell column="cost" numeric>
        <Cost row={row} />
      </Cell>
      <Cell column="phase">
        <PhaseMark row={row} nowMs={nowMs} timeZone={timeZone} />
      </Cell>
    </div>
  )
})

function Cost({ row }: { row: IncidentRow }) {
  const text = costText(row.cost)
  if (text === undefined) return <Unknown reason={noCostReason(row.cost)} />
  return <span data-figure>{text}</span>
}

function timesWords(times: number): string {
  return times === 1 ? 'once' : times === 2 ? 'twice' : `${times} times`
}

/** The line above a group, which chooses all of it. */
export function IncidentGroupLine({
  index,
  item,
  chosen,
  onChoose,
}: {
  index: number
  item: Extract<IncidentItem, { kind: 'group' }>
  chosen: ReadonlySet<number>
  onChoose?: (ids: number[], on: boolean) => void
}) {
  const all = item.ids.every((id) => chosen.has(id))
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the grid that stands for a table
    // biome-ignore lint/a11y/useFocusableInteractive: its box takes the focus
    <div role="row" aria-rowindex={index + 2} data-index={index} className={classes.groupLine}>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div role="cell" aria-colindex={1} className={classes.groupCell}>
        {onChoose ? (
          <Checkbox
            size="xs"
            aria-label={`Choose all of ${item.name}`}
            checked={all}
            indeterminate={!all && item.ids.some((id) => chosen.has(id))}
            onChange={(event) => onChoose(item.ids, event.currentTarget.checked)}
          />
        ) : null}
        <strong>{item.name}</strong>
        {item.ids.length}
        {item.critical > 0 ? <span className={classes.criticalCount}>{item.critical} critical</span> : null}
      </div>
    </div>
  )
}

function Cell({ column, numeric, children }: { column: string; numeric?: boolean; children: React.ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the grid that stands for a table
    <div role="cell" className={classes.cell} data-column={column} data-numeric={numeric}>
      {children}
    </div>
  )
}

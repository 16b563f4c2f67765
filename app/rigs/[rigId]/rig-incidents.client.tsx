'use client'

import Link from 'next/link'
import { formatDuration, formatInstant, formatMoney } from '#lib/domain/format'
import type { IncidentRow } from '#lib/wire/alerts'
import { filterIncidents, NO_FILTER, shownPhase } from '../../alerts/incident-filter'
import { PhaseMark, SeverityMark } from '../../alerts/incident-marks'
import { resolvedHref } from '../../alerts/resolved/resolved-query'
import table from '../../forms/table.module.css'
import { useServerNow } from '../../live/clock.client'
import { Card } from '../../ui/card'
import { ScrollTable } from '../../ui/scroll-table'

const SHOWN = 10

/** What was wrong with the rig in the last 30 days, what still is first. */
export function RigIncidents({
  incidents,
  rigName,
  timeZone,
}: {
  incidents: IncidentRow[]
  rigName: string
  timeZone: string
}) {
  const nowMs = useServerNow(10)
  if (incidents.length === 0) return null
  const rows = filterIncidents(incidents, NO_FILTER, nowMs)
  return (
    <Card
      title="Incidents"
      note="of the last 30 days"
      aside={<Link href={resolvedHref({ ...NO_FILTER, text: rigName })}>All of them</Link>}
      flush
    >
      <ScrollTable label="Incidents">
        <thead>
          <tr>
            <th scope="col">Severity</th>
            <th scope="col">What</th>
            <th scope="col">Seen</th>
            <th scope="col">Began</th>
            <th scope="col" className={table.number}>
              For
            </th>
            <th scope="col" className={table.number}>
              Cost
            </th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map((row) => {
            const amount = row.cost?.net ?? row.cost?.lost
            return (
              <tr key={row.id}>
                <td>
                  <SeverityMark row={row} quiet={shownPhase(row, nowMs) !== 'firing'} />
                </td>
                <th scope="row">
                  <Link href={`/alerts/${row.id}`}>{row.title}</Link>
                </th>
                <td className={table.muted}>{row.evidenceWords}</td>
                <td className={table.muted}>
                  <time
                    dateTime={new Date(row.startedAtMs).toISOString()}
                    title={formatInstant(row.startedAtMs, timeZone)}
                  >
                    {dayAndClock(row.startedAtMs, timeZone)}
                  </time>
                </td>
                <td className={table.number}>
                  {formatDuration(Math.max(0, (row.resolvedAtMs ?? nowMs) - row.startedAtMs))}
                </td>
                <td className={table.number}>
                  {row.cost && amount !== undefined ? formatMoney(amount, row.cost.currency) : '—'}
                </td>
                <td className={table.muted}>
                  <PhaseMark row={row} nowMs={nowMs} timeZone={timeZone} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </ScrollTable>
      {rows.length > SHOWN ? <p className={table.nothing}>And {rows.length - SHOWN} more.</p> : null}
    </Card>
  )
}

function dayAndClock(atMs: number, timeZone: string): string {
  const parts = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  return new Intl.DateTimeFormat('en-GB', { timeZone, ...parts }).format(atMs)
}

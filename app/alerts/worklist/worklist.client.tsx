'use client'

import { Button, Checkbox } from '@mantine/core'
import { IconClipboardList } from '@tabler/icons-react'
import Link from 'next/link'
import { useMemo } from 'react'
import { formatDuration, formatInstant } from '#lib/domain/format'
import type { IncidentRow } from '#lib/wire/alerts'
import { Problem } from '../../forms/problem'
import table from '../../forms/table.module.css'
import { useDeed } from '../../forms/use-saving.client'
import { useServerNow } from '../../live/clock.client'
import { Card } from '../../ui/card'
import { EmptyState } from '../../ui/empty-state'
import { ScrollTable } from '../../ui/scroll-table'
import { setRepair } from '../actions'
import classes from '../alerts.module.css'
import { BulkBar } from '../bulk-bar.client'
import { groupIncidents } from '../group-incidents'
import { filterIncidents, NO_FILTER } from '../incident-filter'
import { PhaseMark, SeverityMark } from '../incident-marks'
import { kindLabel } from '../kind-labels'
import { useChosen } from '../use-chosen.client'
import { NoteCell } from './note-cell.client'

/** What can wait for the next round through the racks: one line an incident, rack by rack, with what one knows of it. */
export function Worklist({
  incidents,
  timeZone,
  rigs,
  mayChange,
}: {
  incidents: IncidentRow[]
  timeZone: string
  rigs: number
  mayChange: boolean
}) {
  const nowMs = useServerNow(30)
  const { chosen, choose, clear } = useChosen(incidents)
  const { run, running, problem } = useDeed()
  const items = useMemo(
    () => groupIncidents(filterIncidents(incidents, NO_FILTER, nowMs), 'rack', kindLabel),
    [incidents, nowMs],
  )
  if (incidents.length === 0) return <NothingToDo rigs={rigs} />
  const rigIds = [...new Set(incidents.flatMap((row) => (chosen.has(row.id) && row.rigId ? [row.rigId] : [])))]
  return (
    <>
      <Problem>{problem}</Problem>
      <Card title="By rack" note="sent to nobody, for the next round" flush>
        <ScrollTable label="Worklist">
          <thead>
            <tr>
              {mayChange ? (
                <th scope="col">
                  <span className="visually-hidden">Chosen</span>
                </th>
              ) : null}
              <th scope="col">Severity</th>
              <th scope="col">What</th>
              <th scope="col">Seen</th>
              <th scope="col" className={table.number}>
                For
              </th>
              <th scope="col">State</th>
              <th scope="col">Note</th>
            </tr>
          </thead>
          {items.map((item) =>
            item.kind === 'group' ? (
              <tbody key={item.id}>
                <tr>
                  <th scope="rowgroup" colSpan={mayChange ? 7 : 6} className={classes.rack}>
                    <strong>{item.name}</strong> {item.ids.length}
                  </th>
                </tr>
              </tbody>
            ) : (
              <tbody key={item.row.id}>
                <tr>
                  {mayChange ? (
                    <td>
                      <Checkbox
                        size="xs"
                        aria-label={`Choose ${item.row.title}`}
                        checked={chosen.has(item.row.id)}
                        onChange={(event) => choose([item.row.id], event.currentTarget.checked)}
                      />
                    </td>
                  ) : null}
                  <td>
                    <SeverityMark row={item.row} />
                  </td>
                  <th scope="row">
                    <Link href={`/alerts/${item.row.id}`}>{item.row.title}</Link>
                  </th>
                  <td className={table.muted}>{item.row.evidenceWords}</td>
                  <td className={table.number}>
                    <time
                      dateTime={new Date(item.row.startedAtMs).toISOString()}
                      title={formatInstant(item.row.startedAtMs, timeZone)}
                    >
                      {formatDuration(Math.max(0, nowMs - item.row.startedAtMs))}
                    </time>
                  </td>
                  <td className={table.muted}>
                    {item.row.inRepair ? 'in repair' : <PhaseMark row={item.row} nowMs={nowMs} timeZone={timeZone} />}
                  </td>
                  <td className={table.wide}>
                    <NoteCell row={item.row} mayChange={mayChange} />
                  </td>
                </tr>
              </tbody>
            ),
          )}
        </ScrollTable>
      </Card>
      {chosen.size > 0 ? (
        <BulkBar ids={[...chosen]} timeZone={timeZone} running={running} run={run} onDone={clear}>
          {rigIds.length > 0 ? (
            <Button
              size="xs"
              variant="default"
              disabled={running}
              onClick={() => void run(() => setRepair({ rigIds, inRepair: true }), clear)}
            >
              Mark {rigIds.length === 1 ? 'its rig' : `${rigIds.length} rigs`} in repair
            </Button>
          ) : null}
        </BulkBar>
      ) : null}
    </>
  )
}

function NothingToDo({ rigs }: { rigs: number }) {
  return (
    <Card>
      <EmptyState
        icon={<IconClipboardList size={32} stroke={1.4} aria-hidden="true" />}
        title="Nothing waits for the next round."
      >
        Some rigs of a large farm are always down. Above 50 rigs, a warning about a single one is sent to nobody: it
        waits here, rack by rack, with your notes. {rigs > 50 ? 'None does now.' : `You have ${rigs}, so all are told.`}
      </EmptyState>
    </Card>
  )
}

'use client'

import Link from 'next/link'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import type { IncidentRow } from '#lib/wire/alerts'
import { Problem } from '../forms/problem'
import { useDeed } from '../forms/use-saving.client'
import { useServerNow } from '../live/clock.client'
import { Card } from '../ui/card'
import { acknowledge, snooze } from './actions'
import classes from './alerts.module.css'
import { BulkBar } from './bulk-bar.client'
import { groupIncidents, type IncidentGrouping } from './group-incidents'
import { filterIncidents, isFiltered, NO_FILTER } from './incident-filter'
import { IncidentFilters } from './incident-filters.client'
import { IncidentTable } from './incident-table.client'
import { kindLabel, kindOptions } from './kind-labels'
import { NothingNeedsYou } from './nothing-needs-you'
import { snoozeUntil } from './snooze-times'
import { useChosen } from './use-chosen.client'

/** What stands: filtered, grouped, chosen and taken, by mouse or by keys. */
export function OpenIncidents({
  incidents: open,
  pending,
  total,
  sites,
  timeZone,
  rigs,
  mayChange,
}: {
  incidents: IncidentRow[]
  /** Not told yet: they have not lasted long enough. */
  pending: IncidentRow[]
  /** Of which the newest are here. */
  total: number
  sites: { id: number; name: string }[]
  timeZone: string
  /** How many are watched. */
  rigs: number
  mayChange: boolean
}) {
  const [filter, setFilter] = useState(NO_FILTER)
  const [grouping, setGrouping] = useState<IncidentGrouping>('none')
  const nowMs = useServerNow(10)
  const incidents = filter.phase === 'pending' ? pending : open
  const wanted = useDeferredValue(filter)
  const rows = useMemo(() => filterIncidents(incidents, wanted, nowMs), [incidents, wanted, nowMs])
  const items = useMemo(() => groupIncidents(rows, grouping, kindLabel), [rows, grouping])
  const kinds = useMemo(() => kindOptions(incidents.map((row) => row.kind)), [incidents])
  const { chosen, choose, clear } = useChosen(incidents)
  const { run, running, problem } = useDeed()

  const onKey = useCallback(
    (key: string, id: number) => {
      const ids = chosen.size > 0 ? [...chosen] : [id]
      if (key === 'x') choose([id], !chosen.has(id))
      else if (key === 'a') void run(() => acknowledge(ids), clear)
      else if (key === 's') void run(() => snooze({ ids, untilMs: snoozeUntil('hour', Date.now(), timeZone) }), clear)
      else if (key === 'Escape') clear()
    },
    [chosen, choose, clear, run, timeZone],
  )

  if (open.length === 0 && filter.phase !== 'pending')
    return (
      <NothingNeedsYou
        rigs={rigs}
        pending={pending.length}
        onPending={() => setFilter({ ...NO_FILTER, phase: 'pending' })}
      />
    )
  return (
    <>
      <Problem>{problem}</Problem>
      <Card flush>
        <IncidentFilters
          filter={filter}
          onChange={setFilter}
          kinds={kinds}
          sites={sites}
          phases
          grouping={grouping}
          onGroup={setGrouping}
        >
          {filter.phase === 'pending'
            ? `${rows.length} pending`
            : rows.length === total
              ? countWords(total)
              : `${rows.length} of ${countWords(total)}`}
        </IncidentFilters>
        {rows.length === 0 ? (
          <p className={classes.nothing}>
            No incident matches.{' '}
            {isFiltered(filter) ? (
              <button type="button" className={classes.textButton} onClick={() => setFilter(NO_FILTER)}>
                Show all that are open
              </button>
            ) : null}
          </p>
        ) : (
          <IncidentTable
            items={items}
            chosen={chosen}
            onChoose={mayChange ? choose : undefined}
            onKey={mayChange ? onKey : undefined}
            timeZone={timeZone}
          />
        )}
      </Card>
      {mayChange ? <Keys /> : null}
      {total > open.length ? (
        <p className={classes.help}>
          The newest {open.length} of {total} stand here. A farm with this many has one cause: look for a{' '}
          <Link href="/settings/agents">gone agent</Link> first.
        </p>
      ) : null}
      {chosen.size > 0 ? (
        <BulkBar ids={[...chosen]} timeZone={timeZone} running={running} run={run} onDone={clear} />
      ) : null}
    </>
  )
}

function Keys() {
  return (
    <p className={classes.help}>
      <kbd>j</kbd> <kbd>k</kbd> or arrows move · <kbd>x</kbd> chooses · <kbd>a</kbd> acknowledges · <kbd>s</kbd> snoozes
      for an hour · <kbd>Enter</kbd> opens
    </p>
  )
}

function countWords(count: number): string {
  return count === 1 ? '1 incident' : `${count} incidents`
}

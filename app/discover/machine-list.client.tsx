'use client'

import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { Note } from '../forms/note'
import { Problem } from '../forms/problem'
import { useDeed } from '../forms/use-saving.client'
import { watchMachines } from './actions'
import classes from './discover.module.css'
import type { DiscoveredMachine, DiscoveringAgent, NotWatched } from './discovered'
import { MINER_LABELS } from './miner-labels'
import { mayBeAdopted, orderMachines } from './order-machines'
import { Standing } from './standing.client'

/** A farm's list is drawn as far as somebody reads. */
const SHOWN_AT_FIRST = 200

type Done = { adopted: number; notAdopted: NotWatched[] }

/** The machines an agent found: those that may be watched can be ticked, the others say why not. */
export function MachineList({
  agent,
  timeZone,
  onChange,
}: {
  agent: DiscoveringAgent
  timeZone: string
  onChange: () => void
}) {
  const { run, running, problem } = useDeed()
  const [ticked, setTicked] = useState<ReadonlySet<number>>(new Set())
  const [done, setDone] = useState<Done>()
  const [limit, setLimit] = useState(SHOWN_AT_FIRST)
  const machines = orderMachines(agent.machines)
  const open = machines.filter(mayBeAdopted)
  const chosen = open.filter(({ id }) => ticked.has(id))

  function tick(ids: number[], on: boolean): void {
    setDone(undefined)
    setTicked((now) => new Set(on ? [...now, ...ids] : [...now].filter((id) => !ids.includes(id))))
  }

  function watch(): void {
    void run(
      () => watchMachines(chosen.map(({ id }) => id)),
      ({ adopted, notAdopted }) => {
        setTicked(new Set())
        setDone({ adopted, notAdopted })
        onChange()
      },
    )
  }

  return (
    <>
      {open.length > 0 ? (
        <div className={classes.bar}>
          <Checkbox
            label="All that are not watched yet"
            checked={chosen.length === open.length}
            indeterminate={chosen.length > 0 && chosen.length < open.length}
            onChange={(event) =>
              tick(
                open.map(({ id }) => id),
                event.currentTarget.checked,
              )
            }
          />
          <Button disabled={chosen.length === 0} loading={running} onClick={watch}>
            {chosen.length === 0 ? 'Watch' : `Watch ${chosen.length}`}
          </Button>
        </div>
      ) : null}
      <div className={classes.outcome} role="status">
        {problem ? <Problem>{problem}</Problem> : null}
        {done ? <Note>{doneWords(done)}</Note> : null}
      </div>
      <ul className={classes.machines}>
        {machines.slice(0, limit).map((machine) => (
          <li key={machine.id} className={classes.machine} data-faded={machine.vanishedAtMs !== undefined || undefined}>
            {mayBeAdopted(machine) ? (
              <Checkbox
                aria-label={`Watch ${machine.address}`}
                checked={ticked.has(machine.id)}
                onChange={(event) => tick([machine.id], event.currentTarget.checked)}
              />
            ) : (
              <span />
            )}
            <code className={classes.address}>{machine.address}</code>
            <span className={classes.what}>{whatWords(machine)}</span>
            <Standing machine={machine} timeZone={timeZone} onChange={onChange} />
          </li>
        ))}
      </ul>
      {machines.length > limit ? (
        <div className={classes.more}>
          <Button variant="default" onClick={() => setLimit(machines.length)}>
            Show {machines.length - limit} more
          </Button>
        </div>
      ) : null}
    </>
  )
}

function whatWords({ miner, model, locked }: DiscoveredMachine): string {
  if (locked) return 'A miner perhaps, or a router or printer'
  const kind = miner === undefined ? undefined : (MINER_LABELS.get(miner) ?? miner)
  return [model, kind].filter((part, index, parts) => part && parts.indexOf(part) === index).join(' · ')
}

function doneWords({ adopted, notAdopted }: Done): string {
  const begun =
    adopted === 0
      ? ''
      : `${adopted} ${adopted === 1 ? 'is' : 'are'} polled from now on; ${adopted === 1 ? 'its rig appears' : 'their rigs appear'} with the first answer. `
  return `${begun}${notAdopted.map(({ address, reason }) => `${address}: ${reason}.`).join(' ')}`.trim()
}

'use client'

import { Button } from '@mantine/core'
import Link from 'next/link'
import { Problem } from '../forms/problem'
import { useDeed } from '../forms/use-saving.client'
import { Age } from '../ui/age.client'
import { StateMark } from '../ui/state-mark'
import { pollWhereItIs } from './actions'
import classes from './discover.module.css'
import type { DiscoveredMachine } from './discovered'

/** How the owner stands to a machine: watched, new, moved, vanished, or behind a password. */
export function Standing({
  machine,
  timeZone,
  onChange,
}: {
  machine: DiscoveredMachine
  timeZone: string
  onChange: () => void
}) {
  const { isWatched, isNew, locked, hasStockLogin, rigId, vanishedAtMs, lastSeenMs, movedFrom } = machine
  const stock = hasStockLogin ? <span className={classes.warn}>still has its stock login</span> : null
  if (vanishedAtMs !== undefined) {
    return (
      <span className={classes.standing}>
        <StateMark mark="missing" word="vanished" tone={isWatched ? undefined : 'muted'} />
        <span className={classes.muted}>
          met last <Age atMs={lastSeenMs} timeZone={timeZone} />
        </span>
      </span>
    )
  }
  if (movedFrom !== undefined) return <Moved machineId={machine.id} from={movedFrom} onChange={onChange} />
  if (isWatched) {
    return (
      <span className={classes.standing}>
        {rigId === undefined ? (
          <StateMark mark="resolved" word="watched" />
        ) : (
          <Link href={`/rigs/${rigId}`}>watched: see the rig</Link>
        )}
        {stock}
      </span>
    )
  }
  if (locked) {
    return (
      <span className={classes.standing}>
        <StateMark mark="warning" word="asks for a password" />
        <Link href="/add-rig?by=address">Add it by its address</Link>
      </span>
    )
  }
  return (
    <span className={classes.standing}>
      {isNew ? <StateMark mark="info" word="new" /> : <span className={classes.muted}>not watched</span>}
      {stock}
    </span>
  )
}

function Moved({ machineId, from, onChange }: { machineId: number; from: string; onChange: () => void }) {
  const { run, running, problem } = useDeed()
  return (
    <span className={classes.standing}>
      <StateMark mark="warning" word={`moved: still polled at ${from}`} />
      <Button
        variant="default"
        size="compact-sm"
        loading={running}
        onClick={() => void run(() => pollWhereItIs(machineId), onChange)}
      >
        Poll it here
      </Button>
      <Problem>{problem}</Problem>
    </span>
  )
}

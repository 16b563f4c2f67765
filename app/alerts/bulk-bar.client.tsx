'use client'

import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ActionResult } from '../forms/action-result'
import { acknowledge, snooze } from './actions'
import classes from './alerts.module.css'
import { SnoozeMenu } from './snooze-menu.client'

/** What can be done with all that are chosen; stays in view while one scrolls. */
export function BulkBar({
  ids,
  timeZone,
  running,
  run,
  onDone,
  children,
}: {
  ids: number[]
  timeZone: string
  running: boolean
  run: (deed: () => Promise<ActionResult>, done?: () => void) => Promise<void>
  onDone: () => void
  /** Further deeds. */
  children?: ReactNode
}) {
  return (
    <section className={classes.bulk} aria-label="Chosen incidents">
      <strong role="status">{ids.length} chosen</strong>
      <Button size="xs" loading={running} onClick={() => void run(() => acknowledge(ids), onDone)}>
        Acknowledge
      </Button>
      <SnoozeMenu
        timeZone={timeZone}
        disabled={running}
        onChoose={(untilMs) => void run(() => snooze({ ids, untilMs }), onDone)}
      />
      {children}
      <Button size="xs" variant="subtle" color="gray" c="var(--muted)" onClick={onDone}>
        Choose none
      </Button>
    </section>
  )
}

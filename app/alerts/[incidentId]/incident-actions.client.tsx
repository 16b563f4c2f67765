'use client'

import { Button } from '@mantine/core'
import type { IncidentDetail } from '#lib/wire/alerts'
import { Problem } from '../../forms/problem'
import { useDeed } from '../../forms/use-saving.client'
import { serverNow, useServerNow } from '../../live/clock.client'
import pressable from '../../ui/pressable.module.css'
import { acknowledge, snooze } from '../actions'
import { shownPhase } from '../incident-filter'
import { SnoozeMenu } from '../snooze-menu.client'
import classes from './incident-page.module.css'

/** Take it, or let it rest. The page is made anew when the incident changed, for everybody who looks at it. */
export function IncidentActions({ incident }: { incident: IncidentDetail }) {
  const phase = shownPhase(incident, useServerNow(10))
  const { run, running, problem } = useDeed()
  if (phase === 'resolved') return null
  return (
    <div className={classes.deeds}>
      {incident.acknowledgedAtMs === undefined ? (
        <button
          type="button"
          className={pressable.strong}
          disabled={running}
          onClick={() => void run(() => acknowledge([incident.id]))}
        >
          Acknowledge
        </button>
      ) : null}
      {phase === 'snoozed' ? (
        <Button
          size="xs"
          variant="default"
          disabled={running}
          onClick={() => void run(() => snooze({ ids: [incident.id], untilMs: Math.round(serverNow()) }))}
        >
          End the snooze
        </Button>
      ) : (
        <SnoozeMenu
          timeZone={incident.timeZone}
          disabled={running}
          onChoose={(untilMs) => void run(() => snooze({ ids: [incident.id], untilMs: Math.round(untilMs) }))}
        />
      )}
      <Problem>{problem}</Problem>
    </div>
  )
}

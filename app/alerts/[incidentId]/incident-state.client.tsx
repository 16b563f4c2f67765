'use client'

import type { IncidentDetail } from '#lib/wire/alerts'
import { useServerNow } from '../../live/clock.client'
import { PhaseMark, SeverityMark } from '../incident-marks'

/** Beside the title: how bad it is, and what became of it. */
export function IncidentState({ incident }: { incident: IncidentDetail }) {
  const nowMs = useServerNow(10)
  return (
    <span role="status" style={{ display: 'contents' }}>
      <SeverityMark row={incident} quiet={incident.phase === 'resolved'} />
      <span>
        <PhaseMark row={incident} nowMs={nowMs} timeZone={incident.timeZone} />
      </span>
    </span>
  )
}

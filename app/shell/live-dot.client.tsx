'use client'

import { formatInstant } from '#lib/domain/format'
import { figuresAtMs } from '../live/dashboard-store.client'
import { useConnection } from '../live/use-live.client'
import classes from './page-header.module.css'

/** Whether the figures on the page are arriving now; when not, from when they are. Said once at each change. */
export function LiveDot() {
  const { phase } = useConnection()
  return (
    <span className={classes.dot} data-phase={phase} role="status">
      {wordsFor(phase)}
    </span>
  )
}

function wordsFor(phase: ReturnType<typeof useConnection>['phase']): string {
  if (phase === 'live') return 'live'
  if (phase !== 'lost') return 'connecting'
  const atMs = figuresAtMs()
  if (atMs === undefined) return 'reconnecting'
  const instant = formatInstant(atMs, Intl.DateTimeFormat().resolvedOptions().timeZone)
  return `reconnecting, figures from ${instant.split(', ')[1] ?? instant}`
}

'use client'

import { formatAge, formatInstant } from '#lib/domain/format'
import { useServerNow } from '../live/clock.client'

/** How long ago, counting on; the exact moment (in `timeZone`) on hover. */
export function Age({ atMs, timeZone }: { atMs: number; timeZone: string }) {
  const nowMs = useServerNow()
  return (
    <time dateTime={new Date(atMs).toISOString()} title={formatInstant(atMs, timeZone)}>
      {formatAge(Math.max(0, nowMs - atMs))}
    </time>
  )
}

'use client'

import { formatClock, formatDuration } from '#lib/domain/format'
import type { RigSnapshot } from '#lib/wire/dashboard-events'
import { conditionOf } from '../../fleet/condition'
import { useServerNow } from '../../live/clock.client'
import { Age } from '../../ui/age.client'
import { StateMark } from '../../ui/state-mark'
import { SHAPES } from '../../ui/state-shape'

/** The rig's state, and in one line where it stands, what runs on it, for how long, and whom it works for. */
export function RigState({ rig }: { rig: RigSnapshot }) {
  const { row, reading, site } = rig
  const nowMs = useServerNow(30)
  const condition = conditionOf(row)
  const troubled = SHAPES[condition.mark].tone !== 'good' && condition.mark === row.state && row.state !== 'never'
  const word = condition.word ?? SHAPES[condition.mark].word
  const uptime = reading?.miner.uptimeSeconds
  const facts = [
    site.name,
    row.location,
    row.model,
    reading ? [reading.miner.name, reading.miner.version].filter(Boolean).join(' ') : undefined,
    uptime !== undefined && row.state !== 'offline' ? `up ${formatDuration(uptime * 1000)}` : undefined,
    reading?.work[0]?.pool?.url?.replace(/^[a-z+0-9]+:\/\//i, ''),
  ].filter(Boolean)
  return (
    <>
      <span role="status">
        <StateMark
          mark={condition.mark}
          tone={condition.tone}
          word={troubled ? `${word} since ${sinceWords(row.stateSinceMs, nowMs, site.timeZone)}` : word}
        />
      </span>
      {row.losesMoney ? <StateMark mark="loses" word="loses money this hour" /> : null}
      <span>{facts.join(' · ')}</span>
      {row.seenAtMs !== undefined && row.state === 'offline' ? (
        <span>
          seen <Age atMs={row.seenAtMs} timeZone={site.timeZone} />
        </span>
      ) : null}
    </>
  )
}

const DAY_MS = 86_400_000

function sinceWords(sinceMs: number, nowMs: number, timeZone: string): string {
  if (nowMs - sinceMs < DAY_MS) return formatClock(sinceMs, timeZone)
  return new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short' }).format(sinceMs)
}

import { startOfLocalDay, startOfNextLocalDay } from '#lib/domain/calendar'

export type TimeTick = { atMs: number; label: string }

const MINUTE = 60_000
/** Beyond so many days a mark without its year could be any of several. */
const MOST_DAYS_WITHOUT_YEAR = 366
const STEPS_WITHIN_A_DAY = [5, 10, 15, 30, 60, 120, 180, 360, 720].map((minutes) => minutes * MINUTE)

/**
 * At most `count` marks between two moments, on round times of the time zone: minutes and hours within two days, local
 * midnights beyond, months with their year beyond a year. Days are the zone's own, so that a change of the clock moves
 * no midnight.
 */
export function timeTicks(fromMs: number, toMs: number, timeZone: string, count: number): TimeTick[] {
  const step = STEPS_WITHIN_A_DAY.find((candidate) => (toMs - fromMs) / candidate <= count)
  return step === undefined ? dayTicks(fromMs, toMs, timeZone, count) : clockTicks(fromMs, toMs, timeZone, step)
}

function clockTicks(fromMs: number, toMs: number, timeZone: string, step: number): TimeTick[] {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const ticks: TimeTick[] = []
  for (const day of localDays(fromMs, toMs, timeZone)) {
    for (let atMs = day.fromMs; atMs < day.toMs; atMs += step) {
      if (atMs >= fromMs && atMs <= toMs) ticks.push({ atMs, label: clock.format(atMs) })
    }
  }
  return closeWithMidnight(ticks, toMs, timeZone)
}

/** A day that ends exactly at the right edge is marked 24:00, as people read a day's axis. */
function closeWithMidnight(ticks: TimeTick[], toMs: number, timeZone: string): TimeTick[] {
  if (startOfLocalDay(toMs, timeZone) !== toMs) return ticks
  return [...ticks.filter((tick) => tick.atMs < toMs), { atMs: toMs, label: '24:00' }]
}

function dayTicks(fromMs: number, toMs: number, timeZone: string, count: number): TimeTick[] {
  const days = localDays(fromMs, toMs, timeZone)
    .map((day) => day.fromMs)
    .filter((atMs) => atMs >= fromMs)
  const isLong = days.length > MOST_DAYS_WITHOUT_YEAR
  const date = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    month: 'short',
    ...(isLong ? { year: 'numeric' } : { day: 'numeric' }),
  })
  const dayOfMonth = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric' })
  const midnights = isLong ? days.filter((atMs) => dayOfMonth.format(atMs) === '1') : days
  const every = Math.max(1, Math.ceil(midnights.length / count))
  return midnights.filter((_, index) => index % every === 0).map((atMs) => ({ atMs, label: date.format(atMs) }))
}

function localDays(fromMs: number, toMs: number, timeZone: string): { fromMs: number; toMs: number }[] {
  const days: { fromMs: number; toMs: number }[] = []
  let start = startOfLocalDay(fromMs, timeZone)
  while (start <= toMs) {
    const next = startOfNextLocalDay(start, timeZone)
    days.push({ fromMs: start, toMs: next })
    start = next
  }
  return days
}

import { DAY_MS, HOUR_MS } from '#lib/domain/units'

/** How far back a rig of the demo remembers: its hours, and its single readings with what lies between two. */
export type PastSpan = { hours: number; readingHours: number; readingMinutes: number }

const WHOLE_PAST: PastSpan = { hours: 400 * 24, readingHours: 7 * 24, readingMinutes: 1 }
/** A farm's racks remember less, so that the demo is ready in half a minute whatever its size. */
const RACKED_PAST: PastSpan = { hours: 48, readingHours: 1, readingMinutes: 2 }
const RIGS_WITH_WHOLE_PAST = 12

/** The past of the mine's rig at this place in its list: the twelve of the small mine come first. */
export function pastSpanOf(index: number): PastSpan {
  return index < RIGS_WITH_WHOLE_PAST ? WHOLE_PAST : RACKED_PAST
}

/** Where the oldest hour of a past begins, for a moment called now. */
export function pastBegins({ hours }: PastSpan, nowMs: number): number {
  return Math.floor(nowMs / HOUR_MS) * HOUR_MS - hours * HOUR_MS
}

/** What a mine of so many rigs remembers, in words. */
export function pastInWords(rigs: number): string {
  const racked = rigs - RIGS_WITH_WHOLE_PAST
  if (racked <= 0) return `with ${spanInWords(WHOLE_PAST)}`
  return `${RIGS_WITH_WHOLE_PAST} with ${spanInWords(WHOLE_PAST)}, ${racked} in racks with ${spanInWords(RACKED_PAST)}`
}

function spanInWords({ hours, readingHours, readingMinutes }: PastSpan): string {
  const every = readingMinutes === 1 ? 'a reading a minute' : `a reading every ${readingMinutes} minutes`
  return `${timeInWords(hours)} of hours and ${every} for ${timeInWords(readingHours)}`
}

function timeInWords(hours: number): string {
  const days = (hours * HOUR_MS) / DAY_MS
  if (days >= 1) return `${days} ${days === 1 ? 'day' : 'days'}`
  return `${hours} ${hours === 1 ? 'hour' : 'hours'}`
}

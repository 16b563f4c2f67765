import { offsetMs } from '#lib/domain/calendar'

/** In which order a date with slashes or dots is written; years-first ones and epoch times are told by their look. */
export const dateOrders = ['day-first', 'month-first'] as const
export type DateOrder = (typeof dateOrders)[number]

const WRITTEN =
  /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(AM|PM)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i

/**
 * A moment as files write it: `2021-06-05 08:05:18 GMT`, `05.06.2021 08:05`, `6/5/2021 8:05 AM`, ISO 8601, Unix seconds or
 * milliseconds. Without a zone of its own it is read by the clock of `timeZone`; a date alone is that day's noon, which no
 * change of clocks moves to another day. Undefined for what is none.
 */
export function readMoment(text: string, timeZone: string, order: DateOrder): number | undefined {
  const written = text.trim()
  if (/^\d{9,10}$/.test(written)) return Number(written) * 1000
  if (/^\d{12,13}$/.test(written)) return Number(written)
  const match = WRITTEN.exec(written)
  if (!match) return undefined
  const [, first = '', , second = '', third = '', hours = '12', minutes = '0', seconds = '0', half, zone] = match
  const yearFirst = first.length === 4
  if (!yearFirst && third.length !== 4) return undefined
  const [year, month, day] = yearFirst
    ? [first, second, third]
    : order === 'day-first'
      ? [third, second, first]
      : [third, first, second]
  const hour = (half ? Number(hours) % 12 : Number(hours)) + (half?.toUpperCase() === 'PM' ? 12 : 0)
  const localMs = Date.UTC(Number(year), Number(month) - 1, Number(day), hour, Number(minutes), Number(seconds))
  const back = new Date(localMs)
  const isReal =
    back.getUTCMonth() + 1 === Number(month) && back.getUTCDate() === Number(day) && back.getUTCHours() === hour
  if (!isReal || Number(minutes) > 59) return undefined
  if (zone) return localMs - zoneMs(zone)
  return localMs - offsetMs(localMs - offsetMs(localMs, timeZone), timeZone)
}

function zoneMs(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone)
  if (!match) return 0
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000
}

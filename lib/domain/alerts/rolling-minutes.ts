import { MINUTE_MS } from '#lib/domain/units'

/** Sums by minute over the last minutes, in a ring: adding costs no memory. */
export type RollingMinutes = { minutes: Float64Array; sums: Float64Array; columns: number }

/** A ring that remembers `span` minutes and the one that runs. */
export function rollingMinutes(span: number, columns: number): RollingMinutes {
  return {
    minutes: new Float64Array(span + 1).fill(Number.NEGATIVE_INFINITY),
    sums: new Float64Array((span + 1) * columns),
    columns,
  }
}

/** Adds to a column's sum of the minute that `atMs` lies in; later minutes push out the oldest. */
export function addToMinute(ring: RollingMinutes, atMs: number, column: number, amount: number): void {
  const { minutes, sums, columns } = ring
  const minute = Math.floor(atMs / MINUTE_MS)
  const slot = minute % minutes.length
  const held = minutes[slot] ?? Number.NEGATIVE_INFINITY
  if (held > minute) return
  if (held < minute) {
    minutes[slot] = minute
    sums.fill(0, slot * columns, (slot + 1) * columns)
  }
  const at = slot * columns + column
  sums[at] = (sums[at] ?? 0) + amount
}

/** The sum of a column over the minutes that began within `spanMs` before `nowMs`. */
export function sumWithin(ring: RollingMinutes, nowMs: number, spanMs: number, column: number): number {
  const { minutes, sums, columns } = ring
  const fromMinute = (nowMs - spanMs) / MINUTE_MS
  let sum = 0
  for (let slot = 0; slot < minutes.length; slot += 1) {
    if ((minutes[slot] ?? Number.NEGATIVE_INFINITY) >= fromMinute) sum += sums[slot * columns + column] ?? 0
  }
  return sum
}

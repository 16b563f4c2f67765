import { offsetMs } from '#lib/domain/calendar'

/** What was paid, and over how many months it is written off down to what is left of it in the end. */
export type WrittenOff = {
  amountNano: bigint
  atMs: number
  /** Absent is never written off. */
  writeOffMonths?: number
  /** 0 where it is absent; at most the amount. */
  residualNano?: bigint
}

/**
 * Straight-line: a part at the end of each local month, the first at the end of that of the purchase. The parts are
 * whole billionths of the currency and sum to amount − residual to the last one.
 */
export function writtenOffUntil(of: WrittenOff, atMs: number, timeZone: string): bigint {
  const { writeOffMonths } = of
  if (writeOffMonths === undefined || atMs < of.atMs) return 0n
  const lost = of.amountNano - least(of.residualNano ?? 0n, of.amountNano)
  if (writeOffMonths <= 0) return lost
  const ended = Math.min(writeOffMonths, localMonth(atMs, timeZone) - localMonth(of.atMs, timeZone))
  // Each part is the difference of two rounded sums: nothing is lost on the way.
  return (lost * BigInt(ended)) / BigInt(writeOffMonths)
}

/** What is left of a purchase in the books at `atMs`; 0 before it was made. */
export function bookValue(of: WrittenOff, atMs: number, timeZone: string): bigint {
  return atMs < of.atMs ? 0n : of.amountNano - writtenOffUntil(of, atMs, timeZone)
}

/** Local months since year 0. */
function localMonth(atMs: number, timeZone: string): number {
  const local = new Date(atMs + offsetMs(atMs, timeZone))
  return local.getUTCFullYear() * 12 + local.getUTCMonth()
}

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other
}

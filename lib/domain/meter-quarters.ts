import { DAY_MS, HOUR_MS, QUARTER_MS } from '#lib/domain/units'

/** What a meter told at a moment (epoch ms): what is drawn now, or what was drawn since it was built. */
export type MeterSample = { atMs: number; watts: number } | { atMs: number; counterWh: number }

/** What a meter counted in a quarter-hour, and for how many seconds of it that is known. */
export type MeterQuarter = { quarterMs: number; energyWh: number; seconds: number }

const LONGEST_COUNTED_MS = DAY_MS
const INTERVALS_HELD = 3
/** A counter does not double between two samples, unless it is new. */
const LARGEST_SHARE_OF_LIFE = 0.5
const YOUNG_COUNTER_WH = 10_000

/**
 * What two samples in a row tell about the quarter-hours between them; the answers of all pairs add up.
 *
 * Watts hold until the next sample, but three intervals at most: what lies after that is not known. A counter also
 * counts while nobody listens: what it grew is spread evenly over the time between, up to a day. One that fell was reset
 * or replaced, and what was drawn meanwhile is not known.
 */
export function quartersBetween(earlier: MeterSample, later: MeterSample, intervalMs: number): MeterQuarter[] {
  const elapsedMs = later.atMs - earlier.atMs
  if (elapsedMs <= 0) return []
  if ('watts' in earlier) {
    const heldMs = Math.min(elapsedMs, INTERVALS_HELD * intervalMs)
    return spread(earlier.atMs, earlier.atMs + heldMs, (earlier.watts * heldMs) / HOUR_MS)
  }
  if (!('counterWh' in later) || later.counterWh < earlier.counterWh || elapsedMs > LONGEST_COUNTED_MS) return []
  const grownWh = later.counterWh - earlier.counterWh
  if (isJump(grownWh, later.counterWh)) return []
  return spread(earlier.atMs, later.atMs, grownWh)
}

/** A device that has just booted may tell 0 for a moment: what follows is its whole life, not what was drawn since. */
function isJump(grownWh: number, counterWh: number): boolean {
  return grownWh > counterWh * LARGEST_SHARE_OF_LIFE && grownWh > YOUNG_COUNTER_WH
}

function spread(fromMs: number, toMs: number, energyWh: number): MeterQuarter[] {
  const quarters: MeterQuarter[] = []
  for (let quarterMs = Math.floor(fromMs / QUARTER_MS) * QUARTER_MS; quarterMs < toMs; quarterMs += QUARTER_MS) {
    const withinMs = Math.min(toMs, quarterMs + QUARTER_MS) - Math.max(fromMs, quarterMs)
    quarters.push({ quarterMs, energyWh: (energyWh * withinMs) / (toMs - fromMs), seconds: withinMs / 1000 })
  }
  return quarters
}

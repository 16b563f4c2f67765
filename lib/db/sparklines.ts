import type { RigHour } from '#lib/domain/rollup'
import type { Database } from './database.ts'
import { hoursBetween } from './hours.ts'
import { knownSeconds } from './hours-chart.ts'

const QUARTER_MS = 900_000
const HOUR_MS = 3_600_000

// A page of the fleet; what is asked for beyond it would hold up the event loop.
const MOST_RIGS = 200
const MOST_HOURS = 24 * 8

/** Mean hash rate by quarter-hour, the first at `fromMs`; null where the rig was not seen. */
export type Sparkline = { algorithm: string; hashesPerSecond: (number | null)[] }

/**
 * Hash rates of up to 200 rigs over `[fromMs, toMs)` (at most eight days), cut to quarter-hours, one line per algorithm.
 * Rigs without any hour in it are absent. `openHours` are those that are not stored yet. Throws when more is asked.
 */
export async function quarterSparklines(
  database: Database,
  rigIds: number[],
  fromMs: number,
  toMs: number,
  openHours: (RigHour & { rigId: number })[] = [],
): Promise<Map<number, Sparkline[]>> {
  if (rigIds.length > MOST_RIGS || toMs - fromMs > MOST_HOURS * HOUR_MS) {
    throw new Error(`Sparklines are for at most ${MOST_RIGS} rigs and ${MOST_HOURS} hours.`)
  }
  const startMs = Math.floor(fromMs / QUARTER_MS) * QUARTER_MS
  const count = Math.max(0, Math.ceil((toMs - startMs) / QUARTER_MS))
  const lines = new Map<number, Map<string, (number | null)[]>>()
  const stored = await hoursBetween(database, Math.floor(startMs / HOUR_MS) * HOUR_MS, toMs, rigIds)
  for (const hour of [...stored, ...openHours]) {
    const ofRig = lines.get(hour.rigId) ?? new Map<string, (number | null)[]>()
    lines.set(hour.rigId, ofRig)
    for (const work of hour.work) {
      const line = ofRig.get(work.algorithm) ?? Array.from({ length: count }, () => null)
      ofRig.set(work.algorithm, line)
      for (const [quarter, hashes] of work.hashes.entries()) {
        const slot = (hour.hourMs - startMs) / QUARTER_MS + quarter
        const seconds = knownSeconds(hour, work, quarter)
        if (slot >= 0 && slot < count && seconds > 0) line[slot] = hashes / seconds
      }
    }
  }
  return new Map(
    [...lines].map(([rigId, ofRig]) => [
      rigId,
      [...ofRig].map(([algorithm, hashesPerSecond]) => ({ algorithm, hashesPerSecond })),
    ]),
  )
}

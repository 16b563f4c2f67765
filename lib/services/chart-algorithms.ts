import { type SiteWorkSums, sumSiteWork } from '#lib/db/site-slots'
import { HOUR_MS, QUARTER_MS } from '#lib/domain/units'
import type { FleetAlgorithms } from '#lib/wire/rest'
import { openSiteWork } from './open-hours.ts'
import type { RunningServer } from './running-server.ts'

const QUARTER_SECONDS = QUARTER_MS / 1000

/**
 * The fleet's hash rate by algorithm over the last hours, one figure a quarter-hour that has ended: its hashes over all
 * of its seconds, so that a rig that stood still half of it counts half. Null where nothing of the algorithm was seen.
 */
export async function chartAlgorithms(
  context: Pick<RunningServer, 'database' | 'fleet'>,
  hours: number,
  nowMs = Date.now(),
): Promise<FleetAlgorithms> {
  const { fleet, database } = context
  const toMs = Math.floor(nowMs / QUARTER_MS) * QUARTER_MS
  const fromMs = toMs - hours * HOUR_MS
  const count = (toMs - fromMs) / QUARTER_MS
  const quarters = Array.from({ length: count }, (_, index) => fromMs + index * QUARTER_MS)
  // What is still open in memory may stand in the store already, closed while this runs: it is taken from one alone.
  const open = openSiteWork(fleet, nowMs).filter(({ slotMs }) => slotMs >= fromMs && slotMs < toMs)
  const openFromMs = open.reduce((least, { slotMs }) => Math.min(least, slotMs), toMs)
  const periods = quarters
    .filter((atMs) => atMs < openFromMs)
    .map((atMs) => ({ fromMs: atMs, toMs: atMs + QUARTER_MS }))
  const stored = periods.length === 0 ? [] : await sumSiteWork(database, QUARTER_SECONDS, periods)
  const columns = new Map<string, (number | null)[]>()
  const add = (algorithm: string, index: number, { hashes, seconds }: Pick<SiteWorkSums, 'hashes' | 'seconds'>) => {
    if (seconds <= 0) return
    const column = columns.get(algorithm) ?? new Array<number | null>(count).fill(null)
    columns.set(algorithm, column)
    column[index] = (column[index] ?? 0) + hashes / QUARTER_SECONDS
  }
  for (const sum of stored) add(sum.algorithm, sum.period, sum)
  for (const slot of open) add(slot.algorithm, (slot.slotMs - fromMs) / QUARTER_MS, slot)
  return {
    fromMs,
    stepSeconds: QUARTER_SECONDS,
    algorithms: [...columns]
      .map(([algorithm, hashesPerSecond]) => ({ algorithm, hashesPerSecond }))
      .sort((one, other) => (one.algorithm < other.algorithm ? -1 : 1)),
  }
}

import { hottestSensor } from '#lib/domain/limits'
import { DEFAULT_INTERVAL_SECONDS, type Reading, type ReportedState } from '#lib/domain/reading'
import { type PowerSettings, wallPower } from '#lib/domain/wall-power'

/** What the rollup needs of a reading: rates, counters, watts at the wall and the hottest temperature. */
export type Figures = {
  at: number
  intervalSeconds: number
  state: ReportedState
  /** It mines: a hash rate above 0, or a miner that says it hashes without telling a rate. */
  hashing: boolean
  /** One entry per algorithm. */
  work: WorkFigures[]
  wallWatts?: number
  /** Of the sensor nearest its limit. */
  hottestCelsius?: number
}

export type WorkFigures = {
  algorithm: string
  hashesPerSecond?: number
  accepted?: number
  rejected?: number
  stale?: number
}

/** Figures of a reading, with the power correction and machine facts that held at its moment. */
export function figuresOf(reading: Reading, powerSettings: PowerSettings = {}): Figures {
  const work: WorkFigures[] = []
  for (const entry of reading.work) {
    const { algorithm, hashesPerSecond, shares } = entry
    const same = work.find((figures) => figures.algorithm === algorithm)
    if (same) addUp(same, { algorithm, hashesPerSecond, ...shares })
    else {
      const { accepted, rejected, stale } = shares ?? {}
      work.push({ algorithm, hashesPerSecond, accepted, rejected, stale })
    }
  }
  return {
    at: reading.at,
    intervalSeconds: reading.intervalSeconds ?? DEFAULT_INTERVAL_SECONDS,
    state: reading.state,
    hashing: isMining(reading),
    work,
    wallWatts: wallPower(reading, powerSettings)?.watts,
    hottestCelsius: hottestSensor(reading)?.celsius,
  }
}

/**
 * Whether a rig mines: some hash rate is above 0, or it says `hashing` or `warming` and leaves a rate untold. All rates
 * 0, or no work at all, is not mining.
 */
export function isMining(reading: Pick<Reading, 'state' | 'work'>): boolean {
  let untold = false
  for (const { hashesPerSecond } of reading.work) {
    if (hashesPerSecond === undefined) untold = true
    else if (hashesPerSecond > 0) return true
  }
  return untold && (reading.state === 'hashing' || reading.state === 'warming')
}

function addUp(sum: WorkFigures, other: WorkFigures): void {
  sum.hashesPerSecond = plus(sum.hashesPerSecond, other.hashesPerSecond)
  sum.accepted = plus(sum.accepted, other.accepted)
  sum.rejected = plus(sum.rejected, other.rejected)
  sum.stale = plus(sum.stale, other.stale)
}

function plus(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined ? other : other === undefined ? one : one + other
}

import { type Figures, figuresOf } from '#lib/domain/figures'
import { newTrack, observe, presenceAt, type RigTrack } from '#lib/domain/presence'
import type { PoolReport, Reading } from '#lib/domain/reading'
import { HourBuilder, type RigHour } from '#lib/domain/rollup'
import { HOUR_MS } from '#lib/domain/units'
import { type MachineFacts, type PowerSettings, type WallPower, wallPower } from '#lib/domain/wall-power'
import type { RigSettings } from './fleet-settings.ts'
import { ShareWindow } from './share-window.ts'

/** Hours kept open at most: the present one, and the one before it until its job has closed it. */
const OPEN_HOURS = 2

/**
 * A rig in memory: its settings, its track of presence, the hours still open and the shares of the last half hour.
 * Readings come in order of time; what does not is for the job that mends hours.
 */
export class LiveRig {
  settings: RigSettings
  track: RigTrack
  readonly shares = new ShareWindow()
  /** Counts up with whatever changes what is shown of the rig. */
  version = 1
  /** Open hours that were read again while readings came in: closing them asks the store, which knows every reading. */
  readonly mendedHours = new Set<number>()
  /** The last hash rate above 0 by algorithm: what it would do, where its machine does not say. */
  readonly usualHashRates = new Map<string, number>()
  /** What it drew at the wall when it hashed last. */
  usualPower: WallPower | undefined
  /** By algorithm: the pool that was last held against the assumption of who pays. */
  readonly poolsJudged = new Map<string, PoolReport | undefined>()
  #hours: HourBuilder[] = []
  #lastKnown: Figures | undefined
  /** What {@link seed} took in last: of a backlog, one is only asked for its figures when the next comes in time. */
  #seededBy: Reading | undefined
  #machine: { reading: Reading; facts: MachineFacts | undefined } | undefined

  constructor(
    settings: RigSettings,
    private readonly findMachine: (reading: Reading, settings: RigSettings) => MachineFacts | undefined,
  ) {
    this.settings = settings
    this.track = newTrack(settings.createdAtMs)
  }

  get id(): number {
    return this.settings.id
  }

  get reading(): Reading | undefined {
    return this.track.reading
  }

  stateAt(nowMs: number) {
    return presenceAt(this.track, nowMs)
  }

  /** The correction and the machine's facts that held when a reading was taken. */
  powerSettings(reading: Reading): PowerSettings {
    return { correction: correctionAt(this.settings, reading.at), machine: this.machineOf(reading) }
  }

  figures(reading: Reading): Figures {
    return figuresOf(reading, this.powerSettings(reading))
  }

  /** Takes in a reading later than the last one; false when it is not. */
  observe(reading: Reading): boolean {
    const before = this.track.reading
    if (before && reading.at <= before.at) return false
    this.track = observe(this.track, reading)
    this.shares.add(before, reading)
    for (const { algorithm, hashesPerSecond } of reading.work) {
      if (hashesPerSecond !== undefined && hashesPerSecond > 0) this.usualHashRates.set(algorithm, hashesPerSecond)
    }
    this.#noteUsualPower(reading)
    const figures = this.figures(reading)
    this.#hourAt(reading.at).addReading(figures)
    this.#lastFigures = figures
    this.version += 1
    return true
  }

  /** Rebuilds an open hour from its readings in the store, with those before and after it that it came with. */
  rebuildHour(hourMs: number, readings: Reading[]): void {
    const before = readings.filter((reading) => reading.at < hourMs).at(-1)
    const rebuilt = new HourBuilder(hourMs, before ? this.figures(before) : undefined)
    for (const reading of readings) if (reading.at >= hourMs) rebuilt.addReading(this.figures(reading))
    const newest = this.#lastFigures
    // What came in while the store was read is missing from what it gave.
    if (newest && newest.at > (rebuilt.latest?.at ?? 0)) rebuilt.addReading(newest)
    this.#hours = [...this.#hours.filter((hour) => hour.hourMs !== hourMs), rebuilt].sort(
      (one, other) => one.hourMs - other.hourMs,
    )
    this.#lastFigures = latestOf(this.#lastFigures, rebuilt.latest)
    this.version += 1
  }

  /** Starts from the last reading known, which was taken before this process did. */
  seed(reading: Reading): void {
    this.track = observe(this.track, reading)
    this.#noteUsualPower(reading)
    this.#seededBy = reading
    for (const { algorithm, hashesPerSecond } of reading.work) {
      if (hashesPerSecond !== undefined && hashesPerSecond > 0) this.usualHashRates.set(algorithm, hashesPerSecond)
    }
    this.version += 1
  }

  /** An hour as it stands at `nowMs`; undefined when nothing of the rig speaks in it. */
  hourAt(hourMs: number, nowMs: number): RigHour | undefined {
    const builder = this.#hours.find((hour) => hour.hourMs === hourMs) ?? this.#unvisited(hourMs)
    const hour = builder?.closeAt(nowMs)
    return hour && (hour.readings > 0 || hour.seconds.some((seconds) => seconds > 0)) ? hour : undefined
  }

  /** Hours that closed need no builder any longer. */
  dropHoursBefore(hourMs: number): void {
    this.#hours = this.#hours.filter((hour) => hour.hourMs >= hourMs)
    for (const mended of this.mendedHours) if (mended < hourMs) this.mendedHours.delete(mended)
  }

  /** The last reading before an hour without any may still speak into it. */
  #unvisited(hourMs: number): HourBuilder | undefined {
    const last = this.#hours.filter((hour) => hour.hourMs < hourMs).at(-1)?.latest ?? this.#lastFigures
    return last && last.at < hourMs ? new HourBuilder(hourMs, last) : undefined
  }

  get #lastFigures(): Figures | undefined {
    if (this.#seededBy) this.#lastFigures = this.figures(this.#seededBy)
    return this.#lastKnown
  }

  set #lastFigures(figures: Figures | undefined) {
    this.#lastKnown = figures
    this.#seededBy = undefined
  }

  #noteUsualPower(reading: Reading): void {
    if (!reading.work.some(({ hashesPerSecond = 0 }) => hashesPerSecond > 0)) return
    this.usualPower = wallPower(reading, this.powerSettings(reading)) ?? this.usualPower
  }

  #hourAt(atMs: number): HourBuilder {
    const hourMs = Math.floor(atMs / HOUR_MS) * HOUR_MS
    const known = this.#hours.at(-1)
    if (known?.hourMs === hourMs) return known
    const opened = new HourBuilder(hourMs, this.#lastFigures)
    this.#hours = [...this.#hours, opened].slice(-OPEN_HOURS)
    return opened
  }

  private machineOf(reading: Reading): MachineFacts | undefined {
    if (reading.powerWatts !== undefined) return undefined
    const known = this.#machine
    if (known && known.reading.miner.model === reading.miner.model && known.reading.miner.name === reading.miner.name) {
      return known.facts
    }
    const facts = this.findMachine(reading, this.settings)
    this.#machine = { reading, facts }
    return facts
  }

  /** Settings changed: what was concluded from the old ones is forgotten. */
  settle(settings: RigSettings): void {
    const { corrections, model } = this.settings
    if (model !== settings.model || JSON.stringify(corrections) !== JSON.stringify(settings.corrections)) {
      // Their watts were understood by the old ones, perhaps by ones that never held.
      for (const { hourMs } of this.#hours) this.mendedHours.add(hourMs)
    }
    this.settings = settings
    this.#machine = undefined
    if (this.reading) this.#lastFigures = this.figures(this.reading)
    this.version += 1
  }
}

/** Unlike places and assignments, a correction says nothing of the time before it. */
export function correctionAt({ corrections }: Pick<RigSettings, 'corrections'>, atMs: number) {
  return corrections.findLast((correction) => correction.fromMs <= atMs)
}

function latestOf(one: Figures | undefined, other: Figures | undefined): Figures | undefined {
  if (!one || !other) return one ?? other
  return other.at > one.at ? other : one
}

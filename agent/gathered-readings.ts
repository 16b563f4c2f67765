import type { Spool, SpooledReading } from './spool'

/** A sync of the disk costs the same for one reading as for a hundred. */
const GATHER_MS = 100

export type GatheredReadingsOptions = {
  spool: Pick<Spool, 'append'>
  /** Writes first what readings on disk need to be understood after a kill; when it throws, they are lost. */
  beforeWriting?: () => void
  /** After readings are on disk. */
  onWritten: () => void
  /** The disk did not take them: they are lost. */
  onLost: (readings: number, error: unknown) => void
}

/** Readings that come within a tenth of a second go to disk together; a kill costs what was gathered meanwhile. */
export class GatheredReadings {
  readonly #options: GatheredReadingsOptions
  #readings: SpooledReading[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(options: GatheredReadingsOptions) {
    this.#options = options
  }

  add(reading: SpooledReading): void {
    this.#readings.push(reading)
    this.#timer ??= setTimeout(() => this.write(), GATHER_MS)
  }

  /** Writes what was gathered at once; before the spool is closed. */
  write(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const readings = this.#readings
    if (readings.length === 0) return
    this.#readings = []
    try {
      this.#options.beforeWriting?.()
      this.#options.spool.append(readings, Date.now())
    } catch (error) {
      this.#options.onLost(readings.length, error)
    }
    this.#options.onWritten()
  }
}

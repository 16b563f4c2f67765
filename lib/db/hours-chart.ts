import type { RigHour, WorkHour } from '#lib/domain/rollup'
import type { ChartColumns, ColumnBand } from './chart-columns.ts'
import {
  type ChartHour,
  type ChartHourRow,
  type ChartWork,
  type ChartWorkRow,
  chartHourOf,
  chartHourQuestions,
  chartHoursFrom,
} from './chart-hours.ts'

const HOUR_SECONDS = 3600
const QUARTER_SECONDS = 900

// A year of hours, and what asking for more would hold the event loop for.
const MOST_HOURS = 24 * 370

/** What a slot of a chart is drawn from. */
type Slot = {
  hashRate: Map<string, { hashes: number; seconds: number; min?: number | undefined; max?: number | undefined }>
  energyWattHours: number
  poweredSeconds: number
  powerMin?: number | undefined
  powerMax?: number | undefined
  temperature: { sum: number; weight: number; min?: number | undefined; max?: number | undefined }
}

/** What a chart of hours is of; `openHours` are those that are not stored yet. */
export type HoursChartAsked = {
  rigId: number
  fromMs: number
  toMs: number
  stepSeconds: number
  openHours?: readonly RigHour[]
}

/** Stored rows in answer to {@link HoursChart.questions}. */
export type HoursChartRows = { hours: ChartHourRow[]; work: ChartWorkRow[] }

/**
 * A rig's hours of `[fromMs, toMs)` as columns in steps of a multiple of 900 s, which a quarter-hour has. Means of hash rate and power are
 * exact: hashes ÷ seconds and energy ÷ time. Smallest and largest, and the mean temperature, are kept for whole hours only: a slot that
 * holds a part of an hour shows those of the whole one, so that no spike is lost, though it may show in two slots. A slot in which the rig
 * was not seen is null. `fromMs` is cut to the step (UTC).
 */
export class HoursChart {
  readonly questions: { hours: string; work: string }
  readonly #asked: HoursChartAsked
  readonly #startMs: number
  readonly #parts: number

  /** Throws for another step or more than a year. */
  constructor(asked: HoursChartAsked) {
    const { rigId, fromMs, toMs, stepSeconds } = asked
    if (stepSeconds <= 0 || stepSeconds % QUARTER_SECONDS !== 0) {
      throw new Error(`Hours make charts in steps of a multiple of 900 s, not ${stepSeconds} s.`)
    }
    this.#asked = asked
    this.#startMs = Math.floor(fromMs / (stepSeconds * 1000)) * stepSeconds * 1000
    const hoursFromMs = Math.floor(this.#startMs / 3_600_000) * 3_600_000
    if ((toMs - hoursFromMs) / 3_600_000 > MOST_HOURS) throw new Error('A chart of hours spans at most a year.')
    this.#parts = partsOfHour(stepSeconds, toMs)
    this.questions = chartHourQuestions(rigId, hoursFromMs, toMs, this.#parts)
  }

  drawn({ hours, work }: HoursChartRows): ChartColumns {
    const { toMs, stepSeconds, openHours = [] } = this.#asked
    const [startMs, parts, stepMs] = [this.#startMs, this.#parts, stepSeconds * 1000]
    const count = Math.max(0, Math.ceil((toMs - startMs) / stepMs))
    const slots = new Array<Slot | undefined>(count).fill(undefined)
    const open = openHours.map((hour) => chartHourOf(hour, parts))
    for (const hour of [...chartHoursFrom(hours, work, parts), ...open]) {
      for (let part = 0; part < parts; part++) {
        const partMs = hour.hourMs + (part * HOUR_SECONDS * 1000) / parts
        if (partMs < startMs || partMs >= toMs) continue
        const index = Math.floor((partMs - startMs) / stepMs)
        const slot = slots[index] ?? noSlot()
        slots[index] = slot
        addPart(slot, hour, part)
      }
    }
    return columnsOf(slots, startMs, toMs, stepSeconds)
  }
}

/** The fewest equal parts of an hour of which none lies in two slots, or on both sides of the end. */
function partsOfHour(stepSeconds: number, toMs: number): number {
  const areWhole = (parts: number) =>
    stepSeconds % (HOUR_SECONDS / parts) === 0 && toMs % ((HOUR_SECONDS * 1000) / parts) === 0
  return areWhole(1) ? 1 : areWhole(2) ? 2 : 4
}

function noSlot(): Slot {
  return { hashRate: new Map(), energyWattHours: 0, poweredSeconds: 0, temperature: { sum: 0, weight: 0 } }
}

function addPart(slot: Slot, hour: ChartHour, part: number): void {
  const seconds = hour.seconds[part] ?? 0
  if (seconds <= 0) return
  for (const work of hour.work) addWork(slot, hour, work, part)
  const poweredSeconds = hour.poweredSeconds[part] ?? 0
  slot.energyWattHours += hour.energyWattHours[part] ?? 0
  slot.poweredSeconds += poweredSeconds
  if (poweredSeconds > 0) {
    slot.powerMin = smallest(slot.powerMin, hour.powerWatts?.min)
    slot.powerMax = largest(slot.powerMax, hour.powerWatts?.max)
  }
  const { temperatureCelsius } = hour
  if (temperatureCelsius !== undefined) {
    slot.temperature.sum += temperatureCelsius.mean * seconds
    slot.temperature.weight += seconds
    slot.temperature.min = smallest(slot.temperature.min, temperatureCelsius.min)
    slot.temperature.max = largest(slot.temperature.max, temperatureCelsius.max)
  }
}

function addWork(slot: Slot, hour: ChartHour, work: ChartWork, part: number): void {
  const workSeconds = knownSeconds(hour, work, part)
  if (workSeconds <= 0) return
  const rate = slot.hashRate.get(work.algorithm) ?? { hashes: 0, seconds: 0 }
  rate.hashes += work.hashes[part] ?? 0
  rate.seconds += workSeconds
  rate.min = smallest(rate.min, work.hashesPerSecond?.min)
  rate.max = largest(rate.max, work.hashesPerSecond?.max)
  slot.hashRate.set(work.algorithm, rate)
}

/**
 * Seconds of a part of an hour, such as a quarter, in which an algorithm's hash rate was known. Hours keep them only for
 * the whole hour: where that is all the time the rig was seen it is exact; else the hour's share is taken for each part.
 */
export function knownSeconds(
  hour: { seconds: readonly number[] },
  work: Pick<WorkHour, 'seconds'>,
  part: number,
): number {
  const seen = hour.seconds.reduce((sum, seconds) => sum + seconds, 0)
  return seen > 0 ? (hour.seconds[part] ?? 0) * Math.min(1, work.seconds / seen) : 0
}

function columnsOf(slots: (Slot | undefined)[], fromMs: number, toMs: number, stepSeconds: number): ChartColumns {
  const algorithms = new Set(slots.flatMap((slot) => [...(slot?.hashRate.keys() ?? [])]))
  const column = (pick: (slot: Slot) => number | undefined) =>
    slots.map((slot) => (slot === undefined ? null : (pick(slot) ?? null)))
  const band = (
    min: (slot: Slot) => number | undefined,
    mean: (slot: Slot) => number | undefined,
    max: (slot: Slot) => number | undefined,
  ): ColumnBand => ({ min: column(min), mean: column(mean), max: column(max) })

  return {
    fromMs,
    toMs,
    stepSeconds,
    tier: stepSeconds % HOUR_SECONDS === 0 ? 'hours' : 'quarters',
    atMs: slots.map((_, index) => fromMs + index * stepSeconds * 1000),
    hashRate: [...algorithms].sort().map((algorithm) => {
      const rate = (slot: Slot) => slot.hashRate.get(algorithm)
      const mean = (slot: Slot) => ratio(rate(slot)?.hashes, rate(slot)?.seconds)
      return {
        algorithm,
        ...band(
          (slot) => rate(slot)?.min,
          mean,
          (slot) => rate(slot)?.max,
        ),
      }
    }),
    temperatureCelsius: band(
      ({ temperature }) => temperature.min,
      ({ temperature }) => ratio(temperature.sum, temperature.weight),
      ({ temperature }) => temperature.max,
    ),
    powerWatts: band(
      ({ powerMin }) => powerMin,
      ({ energyWattHours, poweredSeconds }) => ratio(energyWattHours * HOUR_SECONDS, poweredSeconds),
      ({ powerMax }) => powerMax,
    ),
  }
}

function ratio(sum: number | undefined, weight: number | undefined): number | undefined {
  return sum === undefined || weight === undefined || weight <= 0 ? undefined : sum / weight
}

function smallest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined ? other : other === undefined ? one : Math.min(one, other)
}

function largest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined ? other : other === undefined ? one : Math.max(one, other)
}

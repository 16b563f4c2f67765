import { speaksAt } from '#lib/domain/dated'
import { type Figures, figuresOf } from '#lib/domain/figures'
import type { Reading } from '#lib/domain/reading'
import { SPEAKS_FOR_INTERVALS } from '#lib/domain/rollup'
import type { ChartColumns, ColumnBand } from './chart-columns.ts'
import type { DatedPower } from './reading-store.ts'

/**
 * A rig's readings (ascending, beginning with the last one before `fromMs`) as columns of `stepMs`. Means are weighted
 * with the time each reading speaks; a bucket in which none does is null.
 */
export function figuresSeries(
  readings: Iterable<Reading>,
  span: { fromMs: number; toMs: number; stepMs: number },
  power: DatedPower = { corrections: [] },
): ChartColumns {
  const { fromMs, toMs, stepMs } = span
  const buckets = Math.max(0, Math.ceil((toMs - fromMs) / stepMs))
  const columns = { hashRate: new Map<string, Column>(), temperature: new Column(buckets), power: new Column(buckets) }

  const speak = (figures: Figures, untilMs: number): void => {
    const start = Math.max(figures.at, fromMs)
    const end = Math.min(untilMs, toMs)
    for (let from = start; from < end; ) {
      const bucket = Math.floor((from - fromMs) / stepMs)
      const until = Math.min(end, fromMs + (bucket + 1) * stepMs)
      columns.temperature.add(bucket, figures.hottestCelsius, until - from)
      columns.power.add(bucket, figures.wallWatts, until - from)
      for (const work of figures.work) {
        const column = columns.hashRate.get(work.algorithm) ?? new Column(buckets)
        columns.hashRate.set(work.algorithm, column)
        column.add(bucket, work.hashesPerSecond, until - from)
      }
      from = until
    }
  }

  let previous: Figures | undefined
  for (const reading of readings) {
    const { machine } = power
    const figures = figuresOf(reading, { correction: speaksAt(power.corrections, reading.at), machine })
    if (previous !== undefined) speak(previous, Math.min(figures.at, silentFrom(previous)))
    previous = figures
  }
  if (previous !== undefined) speak(previous, silentFrom(previous))

  return {
    fromMs,
    toMs,
    stepSeconds: stepMs / 1000,
    tier: 'readings',
    atMs: Array.from({ length: buckets }, (_, bucket) => fromMs + bucket * stepMs),
    hashRate: [...columns.hashRate].map(([algorithm, column]) => ({ algorithm, ...column.band() })),
    temperatureCelsius: columns.temperature.band(),
    powerWatts: columns.power.band(),
  }
}

function silentFrom({ at, intervalSeconds }: Figures): number {
  return at + SPEAKS_FOR_INTERVALS * intervalSeconds * 1000
}

class Column {
  readonly #sum: Float64Array
  readonly #weight: Float64Array
  readonly #min: Float64Array
  readonly #max: Float64Array

  constructor(buckets: number) {
    this.#sum = new Float64Array(buckets)
    this.#weight = new Float64Array(buckets)
    this.#min = new Float64Array(buckets).fill(Number.POSITIVE_INFINITY)
    this.#max = new Float64Array(buckets).fill(Number.NEGATIVE_INFINITY)
  }

  add(bucket: number, value: number | undefined, weight: number): void {
    if (value === undefined) return
    this.#sum[bucket] = (this.#sum[bucket] ?? 0) + value * weight
    this.#weight[bucket] = (this.#weight[bucket] ?? 0) + weight
    this.#min[bucket] = Math.min(this.#min[bucket] ?? value, value)
    this.#max[bucket] = Math.max(this.#max[bucket] ?? value, value)
  }

  band(): ColumnBand {
    const told = (values: Float64Array) =>
      Array.from(values, (value, bucket) => ((this.#weight[bucket] ?? 0) > 0 ? value : null))
    return {
      min: told(this.#min),
      mean: told(this.#sum.map((sum, bucket) => sum / (this.#weight[bucket] ?? 1))),
      max: told(this.#max),
    }
  }
}

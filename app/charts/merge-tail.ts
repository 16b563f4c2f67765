import type { Band, RigChart } from '#lib/wire/rig-chart'

/**
 * A chart continued: slots of `tail` replace those of the same time and follow the others, and what is older than
 * `fromMs` falls off. Both must have the same step; a tail of another step is a new chart and returned as it is.
 */
export function mergeTail(chart: RigChart, tail: RigChart, fromMs: number): RigChart {
  if (chart.stepSeconds !== tail.stepSeconds) return tail
  const tailFrom = tail.atMs[0] ?? Number.POSITIVE_INFINITY
  const kept = chart.atMs.map((at, index) => ({ at, index })).filter(({ at }) => at >= fromMs && at < tailFrom)
  const indexes = kept.map(({ index }) => index)
  const algorithms = [...new Set([...chart.hashRate, ...tail.hashRate].map((band) => band.algorithm))]
  return {
    ...tail,
    fromMs,
    atMs: [...kept.map(({ at }) => at), ...tail.atMs],
    hashRate: algorithms.map((algorithm) => ({
      algorithm,
      ...join(
        chart.hashRate.find((band) => band.algorithm === algorithm),
        indexes,
        tail.hashRate.find((band) => band.algorithm === algorithm),
        tail.atMs.length,
      ),
    })),
    temperatureCelsius: join(chart.temperatureCelsius, indexes, tail.temperatureCelsius, tail.atMs.length),
    powerWatts: join(chart.powerWatts, indexes, tail.powerWatts, tail.atMs.length),
  }
}

function join(head: Band | undefined, indexes: number[], tail: Band | undefined, tailLength: number): Band {
  const nothing = Array.from({ length: tailLength }, () => null)
  const side = (name: keyof Band) => [
    ...indexes.map((index) => head?.[name][index] ?? null),
    ...(tail?.[name] ?? nothing),
  ]
  return { min: side('min'), mean: side('mean'), max: side('max') }
}

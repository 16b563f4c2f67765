import type { FullHour } from '#lib/domain/planner/full-hours'

/** A hash rate that a rig reached at a power, as the mean of `hours` hours. */
export type CurvePoint = { watts: number; hashesPerSecond: number; hours: number }

/** Hash rate against power at the wall as a rig showed it: `points` ascend in watts and never fall in hash rate. */
export type EfficiencyCurve = { algorithm: string; points: CurvePoint[]; hours: number }

export type CurveResult = { ok: true; curve: EfficiencyCurve } | { ok: false; reason: string }

const LEAST_HOURS = 12
/** Powers this near each other, as a part of the highest, are one. */
const BIN_PART = 0.01
/** A rig that never left this part of its highest power says nothing about others. */
const LEAST_SPREAD = 0.05

/**
 * Fits the curve of one algorithm: hours are put together by power to within 1 %, and the least-squares fit that never
 * falls is taken through their means (pool adjacent violators), each mean weighted with its hours. Refuses, with the
 * reason, where too little was seen.
 */
export function efficiencyCurve(hours: readonly FullHour[], algorithm: string): CurveResult {
  const seen = hours.flatMap(({ watts, hashesPerSecond, algorithm: own }) =>
    own === algorithm && watts !== undefined && watts > 0 ? [{ watts, hashesPerSecond, hours: 1 }] : [],
  )
  if (seen.length < LEAST_HOURS) {
    const count = seen.length === 1 ? '1 full hour' : `${seen.length} full hours`
    return { ok: false, reason: `Only ${count} with known power: a curve wants ${LEAST_HOURS}` }
  }
  const points = binned(seen)
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || last.watts - first.watts < LEAST_SPREAD * last.watts) {
    return { ok: false, reason: 'The rig always drew about the same: what it does at another power is not known' }
  }
  return { ok: true, curve: { algorithm, points: neverFalling(points), hours: seen.length } }
}

/** The hash rate at a power, straight between the points; undefined outside of what was seen, where nobody knows. */
export function hashRateAt({ points }: EfficiencyCurve, watts: number): number | undefined {
  const after = points.findIndex((point) => point.watts >= watts)
  const upper = points[after]
  if (!upper) return undefined
  if (upper.watts === watts) return upper.hashesPerSecond
  const lower = points[after - 1]
  if (!lower) return undefined
  const part = (watts - lower.watts) / (upper.watts - lower.watts)
  return lower.hashesPerSecond + part * (upper.hashesPerSecond - lower.hashesPerSecond)
}

/** The powers between which a curve speaks. */
export function observedWatts({ points }: EfficiencyCurve): { least: number; most: number } {
  return { least: points[0]?.watts ?? 0, most: points.at(-1)?.watts ?? 0 }
}

function binned(seen: CurvePoint[]): CurvePoint[] {
  const sorted = [...seen].sort((one, other) => one.watts - other.watts)
  const width = BIN_PART * (sorted.at(-1)?.watts ?? 0)
  const bins: { fromWatts: number; point: CurvePoint }[] = []
  for (const point of sorted) {
    const bin = bins.at(-1)
    if (bin && point.watts - bin.fromWatts <= width) bin.point = together(bin.point, point)
    else bins.push({ fromWatts: point.watts, point })
  }
  return bins.map(({ point }) => point)
}

/** Neighbours that fall are put on their common mean, until none do. */
function neverFalling(points: CurvePoint[]): CurvePoint[] {
  const blocks: { mean: number; hours: number; points: CurvePoint[] }[] = []
  for (const point of points) {
    let block = { mean: point.hashesPerSecond, hours: point.hours, points: [point] }
    for (let before = blocks.at(-1); before && before.mean > block.mean; before = blocks.at(-1)) {
      const hours = before.hours + block.hours
      const mean = (before.mean * before.hours + block.mean * block.hours) / hours
      block = { mean, hours, points: [...before.points, ...block.points] }
      blocks.pop()
    }
    blocks.push(block)
  }
  return blocks.flatMap(({ mean, points: own }) => own.map((point) => ({ ...point, hashesPerSecond: mean })))
}

function together(one: CurvePoint, other: CurvePoint): CurvePoint {
  const hours = one.hours + other.hours
  const mean = (left: number, right: number) => (left * one.hours + right * other.hours) / hours
  return {
    watts: mean(one.watts, other.watts),
    hashesPerSecond: mean(one.hashesPerSecond, other.hashesPerSecond),
    hours,
  }
}

import type { AlikeReport, ReportedReading } from '#lib/wire/agent-events'

/**
 * A list of readings as it is sent: one that differs from an earlier one in nothing but numbers is told by that one. Of a rig with
 * eight cards a backlog so takes a seventh of the bytes.
 */
export function toldByOthers(readings: ReportedReading[]): (ReportedReading | AlikeReport)[] {
  const places = new Map<string, number>()
  return readings.map((reading, index) => {
    const { rig, at, ...fields } = reading
    const figures: number[] = []
    const words = JSON.stringify(withoutFigures(fields, figures))
    const like = places.get(words)
    if (like !== undefined) return { rig, at, like, figures }
    places.set(words, index)
    return reading
  })
}

/** The same with a 0 in place of each number, which are added to `figures` as JSON would tell them: in the order of the fields. */
function withoutFigures(value: unknown, figures: number[]): unknown {
  if (typeof value === 'number') {
    figures.push(value)
    return 0
  }
  if (Array.isArray(value)) return value.map((item) => withoutFigures(item, figures))
  if (typeof value !== 'object' || value === null) return value
  const told = Object.entries(value).filter(([, field]) => field !== undefined)
  return Object.fromEntries(told.map(([key, field]) => [key, withoutFigures(field, figures)]))
}

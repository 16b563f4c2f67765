import type { MinerReading } from '#agent/miners/miner-reader'
import type { WorkReport } from '#lib/domain/reading'

/** A figure of a reading by where it stands: `work etchash hashesPerSecond`, `gpu 2 temperatureCelsius`. */
export type Figures = Map<string, number>

/** What the machine counts together: a total may lack what one part did not tell. */
const TOTALS = /^(work \S+ (hashesPerSecond|shares)|powerWatts)/

/** Every number of a reading, with devices named by their index and work by its algorithm. */
export function figuresOf(reading: MinerReading): Figures {
  const figures: Figures = new Map()
  const add = (place: string, value: unknown) => {
    if (typeof value === 'number') figures.set(place, value)
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) add(`${place} ${name}`, inner)
  }
  const addWork = (place: string, work: Pick<WorkReport, 'algorithm'>[] | undefined) => {
    for (const { algorithm, ...rest } of work ?? []) add(`${place}work ${algorithm}`, rest)
  }
  const { work, devices, miner, powerWatts, fans, ...rest } = reading
  addWork('', work)
  for (const { index, kind, work: own, ...sensors } of devices ?? []) {
    add(`${kind} ${index}`, sensors)
    addWork(`${kind} ${index} `, own)
  }
  add('miner', miner)
  add('fan', fans)
  add('powerWatts', powerWatts)
  add('', rest)
  return figures
}

/** The figure at a place; of an algorithm that is not known by its name any more, those that it may be. */
function sameElsewhere(place: string, told: Figures): number[] {
  const exact = told.get(place)
  if (exact !== undefined) return [exact]
  const algorithm = /work (\S+) /.exec(place)?.[1]
  if (algorithm === undefined || [...told.keys()].some((other) => other.includes(`work ${algorithm} `))) return []
  const [before = '', after = ''] = place.split(algorithm)
  return [...told].flatMap(([other, figure]) => (other.startsWith(before) && other.endsWith(after) ? [figure] : []))
}

/**
 * Figures that the whole reading does not tell so. A total may be smaller, by a part; an uptime may be seconds older, where a machine
 * tells only when it began.
 */
export function wrongFigures(reading: MinerReading, whole: MinerReading): string[] {
  const told = figuresOf(whole)
  return [...figuresOf(reading)].flatMap(([place, figure]) => {
    const rights = sameElsewhere(place, told)
    if (rights.includes(figure)) return []
    // A card that lost its number goes by another, which no card had.
    const card = /^[gc]pu \d+ /.exec(place)?.[0]
    if (card !== undefined && ![...told.keys()].some((other) => other.startsWith(card))) return []
    const [right] = rights
    if (right !== undefined && /[uU]ptimeSeconds$/.test(place) && Math.abs(right - figure) < 60) return []
    if (right !== undefined && TOTALS.test(place) && figure <= right * 1.000_001) return []
    // Another page of the same miner tells the same rounded, a moment before or on average.
    if (right !== undefined && /(hashesPerSecond|powerWatts)$/.test(place) && Math.abs(figure / right - 1) < 0.1)
      return []
    return [`${place}: ${figure} instead of ${right}`]
  })
}

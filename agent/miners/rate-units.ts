import { hashesPerSecondFrom, textFrom } from './lenient'

const PREFIXES: { [prefix: string]: number } = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12, p: 1e15 }

/**
 * How many hashes (solutions, graphs) a second one of a printed unit is: "Mh/s" 1e6, "sol/s" 1, "kSol/s" 1e3, "g/s" (graphs) 1.
 * A unit that is not told or not known is absent.
 */
export function hashesPerUnit(unit: unknown): number | undefined {
  const text = textFrom(unit)?.toLowerCase().replace(/\s+/g, '')
  // Graphs a second, not billions of anything.
  if (text === 'gps') return 1
  const prefix = /^([kmgtp]?)(h|hash|hs|sol|sols|g|graph|graphs|it|p)(\/s|ps|s)?$/.exec(text ?? '')?.[1]
  return prefix === undefined ? undefined : PREFIXES[prefix]
}

/** H/s from a rate written for people: `"45.03 M"`, `"23.0 MH/s"`, `"1499"`; a number is H/s. */
export function prettyRateFrom(value: unknown): number | undefined {
  if (typeof value === 'number') return hashesPerSecondFrom(value)
  const parts = /^\s*([\d.]+)\s*([kKmMgGtTpP]?)(?:[hH]|[sS]ol)?(?:\/s)?\s*$/.exec(textFrom(value) ?? '')
  return parts ? hashesPerSecondFrom(parts[1], PREFIXES[parts[2]?.toLowerCase() ?? '']) : undefined
}

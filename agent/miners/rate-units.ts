import { textFrom } from './lenient'

const PREFIXES: { [prefix: string]: number } = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12, p: 1e15 }

/**
 * How many hashes (solutions, graphs) a second one of a printed unit is: "Mh/s" 1e6, "sol/s" 1, "kSol/s" 1e3, "g/s" (graphs) 1.
 * A unit that is not told or not known is absent.
 */
export function hashesPerUnit(unit: unknown): number | undefined {
  const text = textFrom(unit)?.toLowerCase().replace(/\s+/g, '')
  const prefix = /^([kmgtp]?)(h|hash|hs|sol|sols|g|graph|graphs|it|p)(\/s|ps|s)?$/.exec(text ?? '')?.[1]
  return prefix === undefined ? undefined : PREFIXES[prefix]
}

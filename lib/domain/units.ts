export const SECONDS_PER_DAY = 86_400
export const SECOND_MS = 1_000
export const MINUTE_MS = 60_000
export const QUARTER_MS = 900_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

const PREFIXES: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  m: 1e6,
  g: 1e9,
  t: 1e12,
  p: 1e15,
  e: 1e18,
  z: 1e21,
}

/**
 * Hash rate in H/s (Sol/s, graphs/s) from what a person types: `100TH`, `95.5 MH/s`, `1.2T`, `420 kSol/s`, `5 g/s`,
 * `1e12`. Undefined when it is not a hash rate, or negative.
 */
export function parseHashRate(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d*)?(?:e[+]?\d+)?|\.\d+)\s*([a-z/]*)\s*$/i.exec(text)
  if (!match) return undefined
  const unit = /^([kmgtpez]?)(?:hashe?s?|h|sols?|g)?(?:\/s|ps|\/sec)?$/i.exec(match[2] ?? '')
  if (!unit) return undefined
  const graphs = /^g(?:\/s|ps)$/.test(match[2] ?? '')
  const factor = graphs ? 1 : PREFIXES[(unit[1] ?? '').toLowerCase()]
  if (factor === undefined) return undefined
  const hashesPerSecond = Number(match[1]) * factor
  return Number.isFinite(hashesPerSecond) ? hashesPerSecond : undefined
}

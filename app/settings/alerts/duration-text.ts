import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#lib/domain/units'

const UNITS: readonly (readonly [letters: RegExp, ms: number])[] = [
  [/^(d|day|days)$/, DAY_MS],
  [/^(h|hour|hours)$/, HOUR_MS],
  [/^(min|m|minute|minutes|)$/, MINUTE_MS],
  [/^(s|sec|second|seconds)$/, SECOND_MS],
]

/** A length of time as it is typed: `2 min`, `90 s`, `1 h 30 min`, `24h`; a bare number is minutes. NaN for what is none. */
export function parseDuration(text: string): number {
  const plain = text.trim().toLowerCase().replaceAll(',', '.')
  if (!/^(\d+(\.\d+)?\s*[a-z]*\s*)+$/.test(plain)) return Number.NaN
  let sum = 0
  for (const [, number = '', letters = ''] of plain.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]*)/g)) {
    const unit = UNITS.find(([spelling]) => spelling.test(letters))
    if (!unit) return Number.NaN
    sum += Number(number) * unit[1]
  }
  return Math.round(sum)
}

/** The same, back: every part that is not nothing, so that nothing is lost by looking at it. */
export function durationText(ms: number): string {
  const parts: string[] = []
  let rest = Math.max(0, Math.round(ms / SECOND_MS) * SECOND_MS)
  for (const [unit, size] of [
    ['d', DAY_MS],
    ['h', HOUR_MS],
    ['min', MINUTE_MS],
    ['s', SECOND_MS],
  ] as const) {
    const count = Math.floor(rest / size)
    // Up to two days are said in hours, as people do.
    if (count > 0 && !(unit === 'd' && ms < 2 * DAY_MS)) {
      parts.push(`${count} ${unit}`)
      rest -= count * size
    }
  }
  return parts.length === 0 ? '0 min' : parts.join(' ')
}

/**
 * Accessors for replies that nobody validated: miners send numbers as text, `""`, `"[N/A]"`, `-1` for a sensor that is
 * off, and lists where objects were. Every function answers `undefined` for what it cannot use and never throws.
 */
export type JsonObject = { [key: string]: unknown }

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function objectFrom(value: unknown): JsonObject | undefined {
  return isObject(value) ? value : undefined
}

export function listFrom(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

export function objectsFrom(value: unknown): JsonObject[] {
  return listFrom(value).filter(isObject)
}

/** What is made of each object in a list; what is none is left out, and the others keep their places. */
export function mapObjects<T>(value: unknown, make: (row: JsonObject, position: number) => T): T[] {
  return listFrom(value).flatMap((row, position) => (isObject(row) ? [make(row, position)] : []))
}

const NUMERIC = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** A finite number, or text that is one and nothing else. */
export function numberFrom(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value !== 'string' || !NUMERIC.test(value.trim())) return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}

/** The number that a text begins with, for values that carry their unit: `"58.94W"`, `"1600M"`, `"72%"`. */
export function leadingNumberFrom(value: unknown): number | undefined {
  if (typeof value !== 'string') return numberFrom(value)
  return numberFrom(/^\s*[+-]?\d*\.?\d+(?:e[+-]?\d+)?/i.exec(value)?.[0])
}

export function nonNegativeFrom(value: unknown): number | undefined {
  const number = numberFrom(value)
  return number !== undefined && number >= 0 ? number : undefined
}

/** For figures where 0 is how a missing sensor looks: watts, clocks. */
export function positiveFrom(value: unknown): number | undefined {
  const number = numberFrom(value)
  return number !== undefined && number > 0 ? number : undefined
}

/** A counter: a whole number from 0 that JavaScript holds exactly. */
export function countFrom(value: unknown): number | undefined {
  const number = nonNegativeFrom(value)
  return number !== undefined && number <= Number.MAX_SAFE_INTEGER ? Math.trunc(number) : undefined
}

/** A rate in H/s from a figure in some larger unit. */
export function hashesPerSecondFrom(value: unknown, hashesPerUnit = 1): number | undefined {
  const number = nonNegativeFrom(value)
  return number === undefined ? undefined : atMost(1e30, nonNegativeFrom(tidy(number * hashesPerUnit)))
}

/** What lies beyond any machine is no figure: a reading with one would be refused as a whole. */
function atMost(limit: number, number: number | undefined): number | undefined {
  return number !== undefined && number <= limit ? number : undefined
}

export function wattsFrom(value: unknown): number | undefined {
  return atMost(1e7, positiveFrom(value))
}

export function megahertzFrom(value: unknown): number | undefined {
  return atMost(1e6, positiveFrom(value))
}

/** Turns a minute; 0 is a fan that stands still. */
export function rpmFrom(value: unknown): number | undefined {
  return atMost(1e6, nonNegativeFrom(value))
}

/** The number of a board or card. */
export function indexFrom(value: unknown): number | undefined {
  return atMost(100_000, countFrom(value))
}

export function secondsFrom(value: unknown): number | undefined {
  return atMost(1e10, countFrom(value))
}

/** °C of a chip, board or GPU. 0, −1 and what lies beyond −20 … 150 are how absent or broken sensors look. */
export function celsiusFrom(value: unknown): number | undefined {
  const number = numberFrom(value)
  if (number === undefined || number === 0 || number === -1) return undefined
  return number > -20 && number < 150 ? number : undefined
}

export function percentFrom(value: unknown): number | undefined {
  const number = nonNegativeFrom(typeof value === 'string' ? leadingNumberFrom(value) : value)
  return number !== undefined && number <= 100 ? number : undefined
}

/** Trimmed text; numbers are taken as text; empty is absent. */
export function textFrom(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  return text === '' ? undefined : text
}

/** `true`, `1`, `"true"`, `"1"`, `"Y"` and their opposites. */
export function flagFrom(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  const text = textFrom(value)?.toLowerCase()
  if (text === undefined) return undefined
  if (['true', '1', 'y', 'yes', 'on'].includes(text)) return true
  return ['false', '0', 'n', 'no', 'off'].includes(text) ? false : undefined
}

/** Lower case with colons, from `AA-BB-…`, `AABB…` or `aa:bb:…`; what is no address, or all zeros, is absent. */
export function macFrom(value: unknown): string | undefined {
  const digits = textFrom(value)
    ?.toLowerCase()
    .replace(/[^0-9a-f]/g, '')
  if (digits?.length !== 12 || /^(0+|f+)$/.test(digits)) return undefined
  return digits.match(/../g)?.join(':')
}

/** A share's difficulty: a number, or text such as `"4.29G"`, `"2.03 G"`, `"483k"`. */
export function difficultyFrom(value: unknown): number | undefined {
  const parts = /^\s*([\d.]+)\s*([kKMGTPE]?)\s*$/.exec(textFrom(value) ?? '')
  const scale = { k: 1e3, m: 1e6, g: 1e9, t: 1e12, p: 1e15, e: 1e18 }[parts?.[2]?.toLowerCase() ?? ''] ?? 1
  const number = positiveFrom((numberFrom(parts?.[1]) ?? numberFrom(value) ?? 0) * scale)
  // Firmwares print an unset 64-bit counter as 2^64 − 1.
  return number !== undefined && number < 2 ** 64 ? number : undefined
}

export function highest(values: (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length > 0 ? Math.max(...known) : undefined
}

/** Sum of what is known; absent when nothing is. */
export function total(values: (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length > 0 ? nonNegativeFrom(tidy(known.reduce((sum, value) => sum + value, 0))) : undefined
}

/** Sum of parts that make one thing only together; absent when one of them is. */
export function totalOfAll(values: (number | undefined)[]): number | undefined {
  return values.includes(undefined) ? undefined : total(values)
}

/** Without the noise that binary fractions add: 852.68, not 852.6800000000001. */
function tidy(number: number): number {
  return Number(number.toPrecision(15))
}

/** The object without its absent fields, or nothing when none is left. */
export function present<T extends object>(object: T): T | undefined {
  const left = compact(object)
  return Object.keys(left).length > 0 ? left : undefined
}

/** A copy without the fields that are absent, so that "absent" never travels as `undefined`. */
export function compact<T extends object>(object: T): T {
  const copy = { ...object }
  for (const key in copy) if (copy[key] === undefined) delete copy[key]
  return copy
}

/** PCI address as `01:00.0` from `0000:01:00.0`, `00000000:0A:00.0`, `01.00.0`, `1:0` (bus:device) or a bare bus number. */
export function busIdFrom(value: unknown): string | undefined {
  const text = textFrom(value)?.toLowerCase()
  if (text === undefined) return undefined
  const full = /^(?:[0-9a-f]{4,8}:)?([0-9a-f]{1,2}):([0-9a-f]{1,2})(?:\.([0-7]))?$/.exec(
    text.replace(/^(\w\w)\.(?=\w\w\.\d$)/, '$1:'),
  )
  if (full) return `${full[1]?.padStart(2, '0')}:${full[2]?.padStart(2, '0')}.${full[3] ?? '0'}`
  const bus = typeof value === 'number' ? value : undefined
  if (bus === undefined || !Number.isInteger(bus) || bus < 0 || bus > 255) return undefined
  return `${bus.toString(16).padStart(2, '0')}:00.0`
}

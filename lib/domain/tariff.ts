import { localClock, startOfLocalMonth, startOfNextLocalMonth } from '#lib/domain/calendar'
import { DAY_MS, MINUTE_MS, QUARTER_MS } from '#lib/domain/units'

/** What a kWh costs at a site, in the installation's currency, and what is added to it. */
export type Tariff = {
  /** Outside all windows. May be negative. */
  pricePerKwh: number
  /** The first that matches speaks. */
  windows: TariffWindow[]
  /** Standing charge, rent and the like of the site, per calendar month. */
  fixedPerMonth: number
  /** Energy of the site beside the rigs (cooling, losses), in percent of theirs. */
  overheadPercent: number
}

export type TariffWindow = {
  label?: string
  /** 1 = Monday … 7 = Sunday, by the day on which the window starts. */
  days: number[]
  /** Minutes since midnight by the clock on the wall. */
  fromMinute: number
  /** Exclusive; not after `fromMinute` means over midnight. */
  toMinute: number
  pricePerKwh: number
}

export type PriceNow = { pricePerKwh: number; label?: string }

/** A price and how long it holds within a span. */
export type PriceSpan = PriceNow & { seconds: number }

type Remembered = {
  quarters: Map<number, PriceNow>
  timeZone: string
  aligned: boolean
  dayStartMs: number
  day: PriceSpan[]
}

// Keyed by identity: a tariff is never changed in place, and rigs of a site share one.
const remembered = new WeakMap<Tariff, Remembered>()
const QUARTERS_REMEMBERED = 20_000

/** The price by the site's wall clock. */
export function priceAt(tariff: Tariff, timeZone: string, atMs: number): PriceNow {
  const memory = memoryOf(tariff, timeZone)
  if (!memory.aligned) return lookUp(tariff, timeZone, atMs)
  const quarter = Math.floor(atMs / QUARTER_MS)
  const known = memory.quarters.get(quarter)
  if (known) return known
  if (memory.quarters.size >= QUARTERS_REMEMBERED) memory.quarters.clear()
  const price = lookUp(tariff, timeZone, atMs)
  memory.quarters.set(quarter, price)
  return price
}

/** When, and to what, the price changes next, within a span; undefined when it does not. */
export function nextPriceChange(
  tariff: Tariff,
  timeZone: string,
  atMs: number,
  withinMs: number,
): { atMs: number; pricePerKwh: number } | undefined {
  const stepMs = memoryOf(tariff, timeZone).aligned ? QUARTER_MS : MINUTE_MS
  const now = priceAt(tariff, timeZone, atMs).pricePerKwh
  for (let nextMs = (Math.floor(atMs / stepMs) + 1) * stepMs; nextMs <= atMs + withinMs; nextMs += stepMs) {
    const { pricePerKwh } = priceAt(tariff, timeZone, nextMs)
    if (pricePerKwh !== now) return { atMs: nextMs, pricePerKwh }
  }
  return undefined
}

/** Prices of a quarter-hour with the seconds each holds: one, unless a window begins or ends inside. */
export function pricesOfQuarter(tariff: Tariff, timeZone: string, quarterStartMs: number): PriceSpan[] {
  if (memoryOf(tariff, timeZone).aligned)
    return [{ ...priceAt(tariff, timeZone, quarterStartMs), seconds: QUARTER_MS / 1000 }]
  const spans: PriceSpan[] = []
  for (let atMs = quarterStartMs; atMs < quarterStartMs + QUARTER_MS; atMs += MINUTE_MS) {
    addSpan(spans, priceAt(tariff, timeZone, atMs), MINUTE_MS / 1000)
  }
  return spans
}

/** Prices of the 24 hours that begin with the quarter-hour around `atMs`, with the seconds each holds. */
export function pricesOfNextDay(tariff: Tariff, timeZone: string, atMs: number): readonly PriceSpan[] {
  const memory = memoryOf(tariff, timeZone)
  const startMs = Math.floor(atMs / QUARTER_MS) * QUARTER_MS
  if (memory.dayStartMs === startMs) return memory.day
  const spans: PriceSpan[] = []
  for (let quarterMs = startMs; quarterMs < startMs + DAY_MS; quarterMs += QUARTER_MS) {
    for (const span of pricesOfQuarter(tariff, timeZone, quarterMs)) addSpan(spans, span, span.seconds)
  }
  memory.dayStartMs = startMs
  memory.day = spans
  return spans
}

/** Cost of energy spread evenly over a quarter-hour: kWh × (1 + overhead) × price, in the installation's currency. */
export function energyCost(tariff: Tariff, timeZone: string, quarterStartMs: number, wattHours: number): number {
  let perKwh = 0
  for (const span of pricesOfQuarter(tariff, timeZone, quarterStartMs)) {
    perKwh += (span.pricePerKwh * span.seconds * 1000) / QUARTER_MS
  }
  return (wattHours / 1000) * (1 + tariff.overheadPercent / 100) * perKwh
}

/** The site's fixed cost of a span: the monthly sum spread evenly over each local month, however long it is. */
export function fixedCost(tariff: Tariff, timeZone: string, fromMs: number, toMs: number): number {
  if (tariff.fixedPerMonth === 0) return 0
  let cost = 0
  for (let atMs = fromMs; atMs < toMs; ) {
    const monthMs = startOfLocalMonth(atMs, timeZone)
    const nextMs = startOfNextLocalMonth(atMs, timeZone)
    const endMs = Math.min(nextMs, toMs)
    cost += (tariff.fixedPerMonth * (endMs - atMs)) / (nextMs - monthMs)
    atMs = endMs
  }
  return cost
}

function addSpan(spans: PriceSpan[], { pricePerKwh, label }: PriceNow, seconds: number): void {
  const same = spans.find((span) => span.pricePerKwh === pricePerKwh && span.label === label)
  if (same) same.seconds += seconds
  else spans.push(label === undefined ? { pricePerKwh, seconds } : { pricePerKwh, label, seconds })
}

function lookUp(tariff: Tariff, timeZone: string, atMs: number): PriceNow {
  if (tariff.windows.length === 0) return { pricePerKwh: tariff.pricePerKwh }
  const { weekday, minute } = localClock(atMs, timeZone)
  const window = tariff.windows.find((candidate) => covers(candidate, weekday, minute))
  if (!window) return { pricePerKwh: tariff.pricePerKwh }
  const { pricePerKwh, label } = window
  return label === undefined ? { pricePerKwh } : { pricePerKwh, label }
}

function covers({ days, fromMinute, toMinute }: TariffWindow, weekday: number, minute: number): boolean {
  if (fromMinute < toMinute) return minute >= fromMinute && minute < toMinute && days.includes(weekday)
  if (minute >= fromMinute) return days.includes(weekday)
  return minute < toMinute && days.includes(weekday === 1 ? 7 : weekday - 1)
}

function memoryOf(tariff: Tariff, timeZone: string): Remembered {
  const known = remembered.get(tariff)
  if (known && known.timeZone === timeZone) return known
  const aligned = tariff.windows.every(({ fromMinute, toMinute }) => fromMinute % 15 === 0 && toMinute % 15 === 0)
  const memory = { quarters: new Map(), timeZone, aligned, dayStartMs: Number.NaN, day: [] }
  remembered.set(tariff, memory)
  return memory
}

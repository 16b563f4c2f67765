import { priceAt, type Tariff } from '#lib/domain/tariff'
import { DAY_MS, MINUTE_MS } from '#lib/domain/units'

/** A stretch of a day at one price, in minutes since midnight; without a price where nobody named one. */
export type PriceStretch = { fromMinute: number; toMinute: number; pricePerKwh?: number; label?: string }

/** A day by name, or neighbouring weekdays whose prices are alike. */
export type PriceDays = { name: string; stretches: PriceStretch[] }

/** A Monday without a change of clocks: what a tariff says of an ordinary week. */
const MONDAY_MS = Date.UTC(2024, 0, 1)
const STEP_MINUTES = 5
const NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** The prices of a week, each kind of day once. */
export function priceDays(tariff: Tariff): PriceDays[] {
  const days = NAMES.map((_, index) => stretchesOf(tariff, MONDAY_MS + index * DAY_MS))
  const groups: { first: number; last: number; stretches: PriceStretch[] }[] = []
  for (const [index, stretches] of days.entries()) {
    const group = groups.at(-1)
    if (group && JSON.stringify(group.stretches) === JSON.stringify(stretches)) group.last = index
    else groups.push({ first: index, last: index, stretches })
  }
  return groups.map(({ first, last, stretches }) => ({ name: nameOf(first, last), stretches }))
}

function nameOf(first: number, last: number): string {
  if (first === 0 && last === NAMES.length - 1) return 'Every day'
  return first === last ? `${NAMES[first]}` : `${NAMES[first]}–${NAMES[last]}`
}

function stretchesOf(tariff: Tariff, dayMs: number): PriceStretch[] {
  const stretches: PriceStretch[] = []
  for (let minute = 0; minute < 1440; minute += STEP_MINUTES) {
    const price = priceAt(tariff, 'UTC', dayMs + minute * MINUTE_MS)
    if (!price) continue
    const { pricePerKwh, label } = price
    const last = stretches.at(-1)
    if (last && last.pricePerKwh === pricePerKwh && last.label === label) last.toMinute = minute + STEP_MINUTES
    else stretches.push({ fromMinute: minute, toMinute: minute + STEP_MINUTES, pricePerKwh, label })
  }
  return stretches
}

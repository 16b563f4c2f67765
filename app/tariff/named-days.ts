import { localClock, startOfLocalDay, startOfNextLocalDay } from '#lib/domain/calendar'
import type { EnergyPrices } from '#lib/domain/energy-prices'
import { priceAt, type Tariff } from '#lib/domain/tariff'
import { QUARTER_MS } from '#lib/domain/units'
import type { PriceDays, PriceStretch } from './price-days'

const STEP_MINUTES = 15

/** What a dynamic tariff costs today and tomorrow, by the site's clock; stretches nobody named have no price. */
export function namedDays(
  tariff: Tariff,
  timeZone: string,
  energyPrices: EnergyPrices | undefined,
  nowMs: number,
): PriceDays[] {
  const tomorrowMs = startOfNextLocalDay(nowMs, timeZone)
  const stretches = (fromMs: number, toMs: number) => stretchesOf(tariff, timeZone, energyPrices, fromMs, toMs)
  return [
    { name: 'Today', stretches: stretches(startOfLocalDay(nowMs, timeZone), tomorrowMs) },
    { name: 'Tomorrow', stretches: stretches(tomorrowMs, startOfNextLocalDay(tomorrowMs, timeZone)) },
  ]
}

function stretchesOf(
  tariff: Tariff,
  timeZone: string,
  energyPrices: EnergyPrices | undefined,
  fromMs: number,
  toMs: number,
): PriceStretch[] {
  const stretches: PriceStretch[] = []
  for (let atMs = fromMs; atMs < toMs; atMs += QUARTER_MS) {
    const { pricePerKwh, label } = priceAt(tariff, timeZone, atMs, energyPrices) ?? {}
    const { minute } = localClock(atMs, timeZone)
    const last = stretches.at(-1)
    const goesOn = last?.toMinute === minute && last.pricePerKwh === pricePerKwh && last.label === label
    if (goesOn) last.toMinute = minute + STEP_MINUTES
    else stretches.push({ fromMinute: minute, toMinute: minute + STEP_MINUTES, pricePerKwh, label })
  }
  return stretches
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startOfLocalDay, startOfNextLocalDay } from '#lib/domain/calendar'
import { energyPrices, type NamedPrice, OPEN_END_MS } from '#lib/domain/energy-prices'
import { energyPart } from '#lib/domain/running-cost'
import { mergeNamedPrices } from '#lib/domain/sum-explained'
import { energyCost, fixedCost, priceAt, pricesOfNextDay, pricesOfQuarter, type Tariff } from '#lib/domain/tariff'
import { HOLIDAY } from '#lib/domain/tariff-parts'
import { DAY_MS, HOUR_MS, QUARTER_MS } from '#lib/domain/units'
import { valueHour } from '#lib/domain/valuation'

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
const FLAT: Tariff = { pricePerKwh: 0.3, windows: [], fixedPerMonth: 0, overheadPercent: 0 }
const ZONES = ['Europe/Berlin', 'Europe/London', 'Asia/Kolkata', 'America/New_York']
const at = (iso: string) => Date.parse(iso)
const night = (pricePerKwh: number, days = EVERY_DAY) => ({
  label: 'Night',
  days,
  fromMinute: 22 * 60,
  toMinute: 6 * 60,
  pricePerKwh,
})

const winter: Tariff = {
  ...FLAT,
  seasons: [{ label: 'Winter', from: '11-01', to: '02-29', pricePerKwh: 0.4, windows: [night(0.25)] }],
}

test.each([
  ['2026-10-31T22:59:59Z', 0.3],
  ['2026-10-31T23:00:00Z', 0.25],
  ['2026-12-31T12:00:00Z', 0.4],
  ['2026-12-31T23:30:00Z', 0.25],
  ['2027-01-01T12:00:00Z', 0.4],
  ['2027-02-28T22:59:59Z', 0.25],
  // The season ends with its last day, and with it the night that began in it.
  ['2027-02-28T23:00:00Z', 0.3],
])('a winter over the end of the year in Berlin: a kWh at %s costs %d', (moment, price) => {
  expect(priceAt(winter, 'Europe/Berlin', at(moment))?.pricePerKwh).toBe(price)
})

const worker: Tariff = {
  ...FLAT,
  pricePerKwh: 0.2,
  windows: [{ ...night(0.5, [1, 2, 3, 4, 5]), fromMinute: 480, toMinute: 1200 }],
}

test('a holiday on a Friday costs what a Sunday costs', () => {
  const christmas = at('2026-12-25T12:00:00Z')
  expect(priceAt(worker, 'Europe/London', christmas)?.pricePerKwh).toBe(0.5)
  expect(priceAt({ ...worker, holidays: ['2026-12-25'] }, 'Europe/London', christmas)?.pricePerKwh).toBe(0.2)
})

test('a window for holidays speaks on them alone, and its night goes on into the next morning', () => {
  const given: Tariff = { ...FLAT, holidays: ['2026-12-25'], windows: [night(0.1, [HOLIDAY])] }
  const prices = ['2026-12-24T23:00', '2026-12-25T05:00', '2026-12-25T23:00', '2026-12-26T05:00', '2026-12-27T23:00']
  expect(prices.map((moment) => priceAt(given, 'UTC', at(`${moment}Z`))?.pricePerKwh)).toEqual([
    0.3, 0.3, 0.1, 0.1, 0.3,
  ])
})

test('the date of a holiday is that of the site: in New York it begins five hours later', () => {
  const given: Tariff = { ...worker, holidays: ['2026-12-25'] }
  // Both are the afternoon of the 24th there, and working hours.
  expect(priceAt(given, 'America/New_York', at('2026-12-25T00:30:00Z'))?.pricePerKwh).toBe(0.5)
  expect(priceAt(given, 'America/New_York', at('2026-12-25T15:00:00Z'))?.pricePerKwh).toBe(0.2)
})

test('a kWh is base, levies and tax, and says each', () => {
  const taxed: Tariff = {
    ...FLAT,
    pricePerKwh: 0.1,
    levies: [
      { label: 'Grid fee', perKwh: 0.08 },
      { label: 'Electricity tax', perKwh: 0.02 },
    ],
    energyTaxPercent: 20,
  }
  const price = priceAt(taxed, 'UTC', 0)
  expect(price).toMatchObject({ basePerKwh: 0.1, leviesPerKwh: 0.1, taxPercent: 20 })
  expect(price?.pricePerKwh).toBeCloseTo(0.24, 12)
})

test('two charges a month, taxed, are spread over the month', () => {
  const given: Tariff = { ...FLAT, fixedPerMonth: 20, charges: [{ label: 'Meter', perMonth: 10 }], fixedTaxPercent: 20 }
  expect(fixedCost(given, 'Europe/Berlin', at('2026-02-28T23:00Z'), at('2026-03-31T22:00Z'))).toBeCloseTo(36, 9)
})

function named(fromIso: string, prices: number[], minutes = 60): NamedPrice[] {
  return prices.map((pricePerKwh, index) => {
    const fromMs = at(fromIso) + index * minutes * 60_000
    return { fromMs, toMs: fromMs + minutes * 60_000, pricePerKwh, source: 'awattar' }
  })
}

const DYNAMIC: Tariff = { ...FLAT, dynamic: { source: 'awattar', country: 'de', whenMissing: 'unknown' } }

test('a negative price earns', () => {
  const prices = energyPrices(named('2026-05-25T13:00Z', [-0.0315]))
  expect(energyCost(DYNAMIC, 'Europe/Berlin', at('2026-05-25T13:30Z'), 1000, prices)).toBeCloseTo(-0.0315, 12)
})

test('an hour nobody named costs nobody knows what, unless the tariff’s own price is to stand in', () => {
  const prices = energyPrices(named('2026-05-25T13:00Z', [0.1]))
  const missing = at('2026-05-25T14:00Z')
  expect(energyCost(DYNAMIC, 'UTC', missing, 1000, prices)).toBeUndefined()
  const own: Tariff = { ...FLAT, dynamic: { source: 'csv', whenMissing: 'own' } }
  expect(energyCost(own, 'UTC', missing, 1000, prices)).toBe(0.3)
})

test('a price until further notice speaks behind a shorter one that ended', () => {
  const open = { fromMs: at('2026-01-01T00:00Z'), toMs: OPEN_END_MS, pricePerKwh: 0.2, source: 'octopus' }
  const prices = energyPrices([...named('2026-01-02T00:00Z', [0.1]), open])
  const hours = ['2025-12-31T23:00Z', '2026-01-01T12:00Z', '2026-01-02T00:30Z', '2026-01-02T01:00Z']
  expect(hours.map((hour) => prices.at(at(hour))?.pricePerKwh)).toEqual([undefined, 0.2, 0.1, 0.2])
})

test('a rig’s hour without a named price has its cost unknown, and says who named none', () => {
  const hour = {
    hourMs: at('2026-05-25T14:00Z'),
    readings: 60,
    seconds: [900, 900, 900, 900] as [number, number, number, number],
    poweredSeconds: [900, 900, 900, 900] as [number, number, number, number],
    energyWattHours: [250, 250, 250, 250] as [number, number, number, number],
    hashingSeconds: 0,
    pausedSeconds: 3600,
    work: [],
  }
  const rates = { currency: 'EUR', price: () => undefined, network: () => undefined, marketplace: () => undefined }
  const half = energyPrices(named('2026-05-25T14:00Z', [0.1, 0.2], 15))
  const place = { fromMs: 0, timeZone: 'UTC', tariff: DYNAMIC, energyPrices: half }
  const valued = valueHour(hour, { assignments: [], rates, places: [place] })
  expect(valued.quarters.map((quarter) => quarter.cost)).toEqual([0.025, 0.05, undefined, undefined])
  expect(valued.explained.unknown).toContain('aWATTar has named no price of a kWh for this time')
})

test('the coming day takes yesterday’s price where tomorrow’s is not named yet, and says so', () => {
  const prices = energyPrices(
    named(
      '2026-05-25T00:00Z',
      Array.from({ length: 36 }, (_, hour) => hour / 100),
    ),
  )
  const spans = pricesOfNextDay(DYNAMIC, 'UTC', at('2026-05-26T00:00Z'), prices)
  expect(spans.reduce((total, { seconds }) => total + seconds, 0)).toBe(86_400)
  const standingIn = spans.filter(({ label }) => label !== undefined)
  expect(standingIn.map(({ pricePerKwh }) => pricePerKwh)).toEqual(
    Array.from({ length: 12 }, (_, hour) => (hour + 12) / 100),
  )
})

test('dynamic prices are explained as their mean by energy', () => {
  const place = { fromMs: 0, timeZone: 'UTC', tariff: DYNAMIC }
  const parts = [
    energyPart({ wattHours: 1000, seconds: 900 }, place, { pricePerKwh: 0.1, source: 'awattar' }),
    energyPart({ wattHours: 3000, seconds: 900 }, place, { pricePerKwh: 0.3, source: 'awattar' }),
  ]
  const [mean, ...others] = mergeNamedPrices(parts)
  expect(others).toEqual([])
  expect(mean).toMatchObject({ energyWattHours: 4000, pricesVary: true })
  expect(mean?.cost).toBeCloseTo(1, 12)
  expect(mean?.pricePerKwh).toBeCloseTo(0.25, 12)
})

const anyTariff = fc.record({
  pricePerKwh: fc.double({ min: -1, max: 1, noNaN: true }),
  fromMinute: fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15),
  toMinute: fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15 + 1),
  windowPrice: fc.double({ min: -1, max: 1, noNaN: true }),
  levy: fc.double({ min: 0, max: 0.2, noNaN: true }),
  tax: fc.integer({ min: 0, max: 30 }),
  overheadPercent: fc.integer({ min: 0, max: 30 }),
})

function made(given: typeof anyTariff extends fc.Arbitrary<infer T> ? T : never): Tariff {
  const { pricePerKwh, fromMinute, toMinute, windowPrice, levy, tax, overheadPercent } = given
  return {
    pricePerKwh,
    windows: [{ days: [1, 2, 3, 4, 5], fromMinute, toMinute, pricePerKwh: windowPrice }],
    fixedPerMonth: 0,
    overheadPercent,
    levies: [{ label: 'Grid', perKwh: levy }],
    energyTaxPercent: tax,
  }
}

test('in any zone a day, of 23, 24 or 25 hours, costs what its minutes cost', () => {
  const days = fc.constantFrom(
    '2026-03-29T12:00Z',
    '2026-10-25T12:00Z',
    '2026-03-08T17:00Z',
    '2026-11-01T17:00Z',
    '2026-07-01T12:00Z',
  )
  fc.assert(
    fc.property(anyTariff, fc.constantFrom(...ZONES), days, (given, zone, noon) => {
      const tariff = made(given)
      const fromMs = startOfLocalDay(at(noon), zone)
      const toMs = startOfNextLocalDay(at(noon), zone)
      let byQuarter = 0
      for (let atMs = fromMs; atMs < toMs; atMs += QUARTER_MS) {
        byQuarter += energyCost(tariff, zone, atMs, 250) ?? Number.NaN
      }
      let byMinute = 0
      for (let atMs = fromMs; atMs < toMs; atMs += 60_000) {
        const price = priceAt(tariff, zone, atMs)?.pricePerKwh ?? Number.NaN
        byMinute += (1 / 60) * (1 + tariff.overheadPercent / 100) * price
      }
      expect(byQuarter).toBeCloseTo(byMinute, 9)
      expect([23, 24, 25]).toContain((toMs - fromMs) / HOUR_MS)
      expect(toMs - fromMs).toBeGreaterThan(DAY_MS - 2 * HOUR_MS)
    }),
    { numRuns: 60 },
  )
})

test('energy × ((base + levies) × (1 + tax)) is the sum of its parts', () => {
  fc.assert(
    fc.property(anyTariff, fc.constantFrom(...ZONES), fc.integer({ min: 0, max: 40_000 }), (given, zone, quarter) => {
      const tariff = made(given)
      const quarterMs = at('2026-01-01T00:00Z') + quarter * QUARTER_MS
      let parts = 0
      for (const span of pricesOfQuarter(tariff, zone, quarterMs)) {
        const kwh = (span.seconds / 900) * (1 + tariff.overheadPercent / 100)
        const net = kwh * (span.basePerKwh ?? span.pricePerKwh) + kwh * (span.leviesPerKwh ?? 0)
        parts += net + (net * (span.taxPercent ?? 0)) / 100
      }
      expect(energyCost(tariff, zone, quarterMs, 1000)).toBeCloseTo(parts, 9)
    }),
  )
})

import { expect, test } from 'vitest'
import { energyCost, fixedCost, nextPriceChange, priceAt, pricesOfNextDay, type Tariff } from '#lib/domain/tariff'

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

function tariff(
  windows: [from: string, to: string, price: number, days?: number[]][],
  rest: Partial<Tariff> = {},
): Tariff {
  return {
    pricePerKwh: 0.3,
    windows: windows.map(([from, to, pricePerKwh, days = EVERY_DAY]) => ({
      label: `${from}–${to}`,
      days,
      fromMinute: minutes(from),
      toMinute: minutes(to),
      pricePerKwh,
    })),
    fixedPerMonth: 0,
    overheadPercent: 0,
    ...rest,
  }
}

const night = tariff([['22:00', '06:00', 0.2]])
// As Octopus Go had it: 00:30 to 04:30 by the clock on the wall.
const go = tariff([['00:30', '04:30', 0.09]])
// 22:00 on working days until 06:00 the next morning: Saturday morning is Friday's night.
const workNights = tariff([['22:00', '06:00', 0.15, [1, 2, 3, 4, 5]]])

test.each([
  ['Europe/Berlin', night, '2026-11-22T20:59:59Z', 0.3],
  ['Europe/Berlin', night, '2026-11-22T21:00:00Z', 0.2],
  ['Europe/Berlin', night, '2026-11-23T04:59:59Z', 0.2],
  ['Europe/Berlin', night, '2026-11-23T05:00:00Z', 0.3],
  ['Europe/Berlin', night, '2026-07-01T20:00:00Z', 0.2],
  ['Europe/London', go, '2026-11-22T00:29:59Z', 0.3],
  ['Europe/London', go, '2026-11-22T00:30:00Z', 0.09],
  ['Europe/London', go, '2026-11-22T04:30:00Z', 0.3],
  // Summer: 00:30 by the clock is 23:30 UTC of the day before.
  ['Europe/London', go, '2026-07-01T23:30:00Z', 0.09],
  ['Europe/London', go, '2026-07-01T03:30:00Z', 0.3],
  // 2026-03-29, clocks go from 01:00 to 02:00: the window ends at 04:30 BST, which is 03:30 UTC.
  ['Europe/London', go, '2026-03-29T03:29:59Z', 0.09],
  ['Europe/London', go, '2026-03-29T03:30:00Z', 0.3],
  ['Asia/Kolkata', night, '2026-11-22T16:29:59Z', 0.3],
  ['Asia/Kolkata', night, '2026-11-22T16:30:00Z', 0.2],
  ['Asia/Kolkata', night, '2026-11-23T00:30:00Z', 0.3],
  // Friday 22:00 in New York is Saturday 03:00 UTC; its window still speaks on Saturday morning.
  ['America/New_York', workNights, '2026-11-21T03:00:00Z', 0.15],
  ['America/New_York', workNights, '2026-11-21T10:59:00Z', 0.15],
  ['America/New_York', workNights, '2026-11-21T11:00:00Z', 0.3],
  // Saturday and Sunday nights have none, although Monday morning's hours are a Monday's.
  ['America/New_York', workNights, '2026-11-22T04:00:00Z', 0.3],
  ['America/New_York', workNights, '2026-11-23T06:00:00Z', 0.3],
])('in %s a kWh at %3$s costs %4$d', (zone, given, at, price) => {
  expect(priceAt(given, zone, Date.parse(at))?.pricePerKwh).toBe(price)
})

test('a window carries its label, the price outside has none', () => {
  expect(priceAt(go, 'UTC', Date.UTC(2026, 0, 1, 1))).toEqual({ pricePerKwh: 0.09, label: '00:30–04:30' })
  expect(priceAt(go, 'UTC', Date.UTC(2026, 0, 1, 5))).toEqual({ pricePerKwh: 0.3 })
})

test('of windows that overlap the first speaks, and equal ends mean a whole day', () => {
  const both = tariff([
    ['12:00', '13:00', 0.5],
    ['00:00', '00:00', 0.1, [1]],
  ])
  expect(priceAt(both, 'UTC', Date.parse('2026-11-23T12:30:00Z'))?.pricePerKwh).toBe(0.5)
  expect(priceAt(both, 'UTC', Date.parse('2026-11-23T23:59:00Z'))?.pricePerKwh).toBe(0.1)
  expect(priceAt(both, 'UTC', Date.parse('2026-11-24T00:00:00Z'))?.pricePerKwh).toBe(0.3)
})

/** Cost of a steady 1 kW from one moment to another. */
function costOfKilowatt(given: Tariff, zone: string, from: string, to: string): number {
  let cost = 0
  for (let atMs = Date.parse(from); atMs < Date.parse(to); atMs += 900_000)
    cost += energyCost(given, zone, atMs, 250) ?? Number.NaN
  return cost
}

test('the day of 23 hours and the day of 25 hours cost what their hours cost', () => {
  // Berlin's spring day loses an hour of the night, its autumn day has one more.
  const spring = costOfKilowatt(night, 'Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z')
  expect(spring).toBeCloseTo(7 * 0.2 + 16 * 0.3, 10)
  const autumn = costOfKilowatt(night, 'Europe/Berlin', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z')
  expect(autumn).toBeCloseTo(9 * 0.2 + 16 * 0.3, 10)
  // New York, 2026-11-01: 01:00 to 02:00 comes twice.
  const fall = costOfKilowatt(night, 'America/New_York', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z')
  expect(fall).toBeCloseTo(9 * 0.2 + 16 * 0.3, 10)
  // London's spring day skips 01:00 to 02:00, which the cheap window covers.
  const london = costOfKilowatt(go, 'Europe/London', '2026-03-29T00:00:00Z', '2026-03-29T23:00:00Z')
  expect(london).toBeCloseTo(3 * 0.09 + 20 * 0.3, 10)
})

test('a window that ends inside a quarter-hour counts by the minute', () => {
  const odd = tariff([['10:05', '10:10', 3]])
  expect(energyCost(odd, 'UTC', Date.UTC(2026, 0, 1, 10), 1000)).toBeCloseTo(0.3 * (10 / 15) + 3 * (5 / 15), 12)
  expect(nextPriceChange(odd, 'UTC', Date.UTC(2026, 0, 1, 9), 86_400_000)).toEqual({
    atMs: Date.UTC(2026, 0, 1, 10, 5),
    pricePerKwh: 3,
  })
})

test('overhead adds to energy, and a negative price earns', () => {
  expect(energyCost(tariff([], { overheadPercent: 10 }), 'UTC', 0, 1000)).toBeCloseTo(0.33, 12)
  expect(energyCost(tariff([], { pricePerKwh: -0.03 }), 'UTC', 0, 1000)).toBeCloseTo(-0.03, 12)
})

test('the next change of price is found across midnight, and none is none', () => {
  expect(nextPriceChange(night, 'Europe/Berlin', Date.parse('2026-11-22T21:30:00Z'), 86_400_000)).toEqual({
    atMs: Date.parse('2026-11-23T05:00:00Z'),
    pricePerKwh: 0.3,
  })
  expect(nextPriceChange(tariff([]), 'UTC', 0, 86_400_000)).toBeUndefined()
})

test('the coming 24 hours hold each price as long as its windows do', () => {
  const spans = pricesOfNextDay(night, 'Europe/Berlin', Date.parse('2026-11-22T13:00:00Z'))
  expect(spans).toEqual([
    { pricePerKwh: 0.3, seconds: 16 * 3600 },
    { pricePerKwh: 0.2, label: '22:00–06:00', seconds: 8 * 3600 },
  ])
})

test('a monthly sum is spread over the month, however long it is', () => {
  const rent = tariff([], { fixedPerMonth: 31 })
  expect(fixedCost(rent, 'UTC', Date.UTC(2026, 0, 5), Date.UTC(2026, 0, 6))).toBeCloseTo(1, 12)
  expect(fixedCost(rent, 'UTC', Date.UTC(2026, 1, 5), Date.UTC(2026, 1, 6))).toBeCloseTo(31 / 28, 12)
  expect(fixedCost(rent, 'UTC', Date.UTC(2026, 0), Date.UTC(2027, 0))).toBeCloseTo(12 * 31, 9)
  // March in Berlin is an hour short: its 743 hours carry the whole sum.
  const marchMs = Date.parse('2026-02-28T23:00:00Z')
  expect(fixedCost(rent, 'Europe/Berlin', marchMs, marchMs + 743 * 3_600_000)).toBeCloseTo(31, 9)
})

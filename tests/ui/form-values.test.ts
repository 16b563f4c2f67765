import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isTimeZone } from '#lib/domain/calendar'
import { labelInWords } from '#lib/domain/date-words'
import { energyPrices } from '#lib/domain/energy-prices'
import { dateAt, startOfDate } from '#lib/domain/local-dates'
import type { Tariff } from '#lib/domain/tariff'
import type { DynamicPrices } from '#lib/domain/tariff-parts'
import { FIAT_CURRENCIES } from '#lib/market/fiat-currencies'
import { tariffInput } from '#lib/services/tariff-input'
import { closerHref, hrefOf, queryOf } from '../../app/earnings/earnings-query'
import { incompleteInWords, missingInWords } from '../../app/earnings/row-words'
import { parseDecimal, parseOptionalDecimal } from '../../app/forms/decimal'
import { offeredCoins } from '../../app/settings/rigs/offered-coins'
import { ownPath } from '../../app/sign-in/own-path'
import { namedDays } from '../../app/tariff/named-days'
import { priceDays } from '../../app/tariff/price-days'
import { draftOf, emptyTariff, isComplete, nightWindow, tariffOf } from '../../app/tariff/tariff-draft'
import { guessCurrency } from '../../app/welcome/guess-currency'

test.each([
  ['0.28', 0.28],
  ['0,28', 0.28],
  [' 12 ', 12],
  ['.5', 0.5],
  ['-0,03', -0.03],
  ['\u22120.03', -0.03],
  ['126271255279306.8', 126271255279306.8],
  ['1.26e14', 1.26e14],
])('%j is read as %d', (text, value) => {
  expect(parseDecimal(text)).toBe(value)
})

test.each(['', 'abc', '1,234.5', '1.234,5', '0.28 €', '1 000', '--1', 'Infinity', '0x10'])(
  '%j is no number',
  (text) => {
    expect(parseDecimal(text)).toBeNaN()
  },
)

test('nothing written is nothing said, not zero', () => {
  expect(parseOptionalDecimal('  ')).toBeUndefined()
})

test.each([
  ['/earnings?period=month', '/earnings?period=month'],
  ['/rigs/4#money', '/rigs/4#money'],
  [undefined, '/'],
  [['/a', '/b'], '/'],
  ['https://elsewhere.example/', '/'],
  ['//elsewhere.example/', '/'],
  ['/\\elsewhere.example/', '/'],
  ['/\t/elsewhere.example', '/'],
  ['javascript:alert(1)', '/'],
])('after signing in, %j leads to %s', (wanted, path) => {
  expect(ownPath(wanted)).toBe(path)
})

test('no text leads from the sign-in page to another site', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.webPath()), (text) => {
      expect(new URL(ownPath(text), 'http://mine.example').origin).toBe('http://mine.example')
      expect(ownPath(text).startsWith('//')).toBe(false)
    }),
  )
})

test.each([
  ['2026-11-22', 'Europe/Berlin', '2026-11-21T23:00:00.000Z'],
  ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
  ['2026-11-22', 'Pacific/Kiritimati', '2026-11-21T10:00:00.000Z'],
  ['2026-11-22', 'Pacific/Pago_Pago', '2026-11-22T11:00:00.000Z'],
  ['2026-11-22', 'Asia/Kolkata', '2026-11-21T18:30:00.000Z'],
])('%s begins in %s at %s, and is that day there', (date, timeZone, instant) => {
  const fromMs = startOfDate(date, timeZone)
  expect(fromMs).toBe(Date.parse(instant))
  expect(dateAt(fromMs ?? 0, timeZone)).toBe(date)
})

test('what is no day has no beginning', () => {
  expect([
    startOfDate('', 'UTC'),
    startOfDate('2026-13-40', 'UTC'),
    startOfDate('tomorrow', 'UTC'),
    startOfDate('2026-11-31', 'UTC'),
  ]).toEqual([undefined, undefined, undefined, undefined])
})

test('opening and saving a tariff of seasons, levies, charges and named prices loses nothing of it', () => {
  const evening = { label: 'Evening', days: [0, 5], fromMinute: 1020, toMinute: 1200, pricePerKwh: 0.4 }
  const tariff: Tariff = {
    pricePerKwh: 0.28,
    windows: [evening],
    fixedPerMonth: 12,
    overheadPercent: 7.5,
    siteEnergy: 'meter',
    seasons: [
      { label: 'Winter', from: '11-01', to: '03-31', pricePerKwh: 0.33, windows: [evening] },
      { from: '06-01', to: '08-31', pricePerKwh: -0.01, windows: [] },
    ],
    holidays: ['2026-12-25', '2027-01-01'],
    levies: [{ label: 'Grid fee', perKwh: 0.0912 }],
    energyTaxPercent: 19,
    charges: [{ label: 'Meter', perMonth: 1.67 }],
    fixedTaxPercent: 19,
    dynamic: { source: 'awattar', country: 'at', whenMissing: 'own' },
  }
  expect(tariffOf(draftOf(tariff))).toEqual(tariff)
  expect(tariffInput.parse(tariffOf(draftOf(tariff)))).toEqual(tariff)
})

test.each<DynamicPrices>([
  { source: 'csv', whenMissing: 'unknown' },
  {
    source: 'octopus',
    productCode: 'AGILE-24-10-01',
    tariffCode: 'E-1R-AGILE-24-10-01-C',
    vat: 'excluded',
    whenMissing: 'own',
  },
])('opening and saving keeps who names the prices: $source', (dynamic) => {
  const tariff = { pricePerKwh: 0.28, windows: [], fixedPerMonth: 0, overheadPercent: 0, dynamic }
  expect(tariffOf(draftOf(tariff))).toEqual(tariff)
})

test('a tariff that was saved and opened again is the same tariff', () => {
  const tariff = {
    pricePerKwh: 0.28,
    windows: [
      { label: 'Night', days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 1320, toMinute: 360, pricePerKwh: 0.19 },
      { days: [6, 7], fromMinute: 780, toMinute: 0, pricePerKwh: -0.02 },
    ],
    fixedPerMonth: 12,
    overheadPercent: 4,
  }
  expect(tariffOf(draftOf(tariff))).toEqual(tariff)
})

test('a price not written is refused by its field', () => {
  const refused = tariffInput.safeParse(tariffOf({ ...emptyTariff(), windows: [nightWindow()] }))
  expect(refused.error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual([
    ['pricePerKwh', 'Write a price'],
    ['windows.0.pricePerKwh', 'Write a price'],
  ])
  expect(isComplete(tariffOf(emptyTariff()))).toBe(false)
})

test('a night over midnight is drawn at both ends of the day, and weekends by themselves', () => {
  const night = { days: [1, 2, 3, 4, 5], fromMinute: 1320, toMinute: 360, pricePerKwh: 0.19 }
  const days = priceDays({ pricePerKwh: 0.28, windows: [night], fixedPerMonth: 0, overheadPercent: 0 })
  expect(days.map(({ name }) => name)).toEqual(['Mon', 'Tue–Fri', 'Sat', 'Sun'])
  expect(
    days[1]?.stretches.map(({ fromMinute, toMinute, pricePerKwh }) => [fromMinute, toMinute, pricePerKwh]),
  ).toEqual([
    [0, 360, 0.19],
    [360, 1320, 0.28],
    [1320, 1440, 0.19],
  ])
})

test.each([
  [['de-DE', 'en-US'], 'Europe/Berlin', 'EUR'],
  [['en-US', 'en'], 'Europe/Berlin', 'EUR'],
  [['en-GB'], 'Europe/London', 'GBP'],
  [['de-CH'], 'Europe/Zurich', 'CHF'],
  [['en-US'], 'America/Chicago', 'USD'],
  [['pt-BR'], 'America/Sao_Paulo', 'BRL'],
  [['xx'], 'UTC', 'USD'],
])('%j in %s most likely counts in %s', (languages, timeZone, currency) => {
  expect(isTimeZone(timeZone)).toBe(true)
  expect(guessCurrency(languages, timeZone, FIAT_CURRENCIES)).toBe(currency)
})

const TODAY = 20261127

test('the address of earnings leads back to what was shown', () => {
  for (const period of ['day', 'week', 'month', 'year'] as const) {
    const only = { by: 'rig', key: 'rig:7' } as const
    const query = { period, fromDate: 20260115, toDate: 20261120, by: 'payer', only } as const
    const { searchParams } = new URL(hrefOf(query), 'http://mine.example')
    expect(queryOf(Object.fromEntries(searchParams), TODAY)).toEqual(query)
  }
})

test.each([
  [{}, { period: 'day', fromDate: 20261029, toDate: TODAY, by: 'site' }],
  [{ period: 'month' }, { period: 'month', fromDate: 20251101, toDate: TODAY, by: 'site' }],
  [
    { period: 'decade', by: 'mood', from: '2026-02-31' },
    { period: 'day', fromDate: 20261029, toDate: TODAY, by: 'site' },
  ],
  [
    { from: '2026-11-20', to: '2026-11-10' },
    { period: 'day', fromDate: 20261110, toDate: 20261120, by: 'site' },
  ],
])('the address %j shows %j', (parameters, query) => {
  expect(queryOf(parameters, TODAY)).toEqual(query)
})

test('a bar leads one step closer, from a year to the hours of a day', () => {
  const all = { fromDate: 20220101, toDate: TODAY, by: 'site' as const }
  const shown = (href: string) => queryOf(Object.fromEntries(new URL(href, 'http://mine.example').searchParams), TODAY)
  expect(shown(closerHref({ ...all, period: 'year' }, '2026'))).toMatchObject({
    ...{ period: 'month', fromDate: 20260101, toDate: 20261231 },
  })
  expect(shown(closerHref({ ...all, period: 'month' }, '2026-02'))).toMatchObject({
    ...{ period: 'day', fromDate: 20260201, toDate: 20260228 },
  })
  expect(shown(closerHref({ ...all, period: 'week' }, '2026-W48'))).toMatchObject({
    ...{ period: 'day', fromDate: 20261123, toDate: 20261129 },
  })
  expect(closerHref({ ...all, period: 'day', only: { by: 'tag', key: 'old' } }, '2026-11-27')).toBe(
    '/earnings/day/2026-11-27?only=tag%3Aold',
  )
  // An hour does not tell a coin's part.
  expect(closerHref({ ...all, period: 'day', only: { by: 'coin', key: 'BTC' } }, '2026-11-27')).toBe(
    '/earnings/day/2026-11-27',
  )
})

test('days say what is not in them', () => {
  const day = {
    fromMs: 0,
    toMs: 1,
    coins: [{ coin: 'BTC', amount: 0.1 }],
    open: false,
    unknownPowerShare: 0,
    unknownCostHours: 0,
  }
  const known = {
    ...day,
    label: '2026-11-21',
    revenue: 10,
    cost: 4,
    profit: 6,
    energyWattHours: 1000,
    unvaluedShare: 0,
  }
  const unknown = { ...day, label: '2026-11-22', cost: 1, coins: [], unvaluedShare: 1 }
  expect(incompleteInWords([known, unknown], 'day')).toBe('1 of 2 days is not complete, see the table')
  expect(missingInWords(unknown)).toBe('100% of the work has no rate')
  expect(missingInWords(known)).toBeUndefined()
  expect(missingInWords({ ...known, unknownCostHours: 7.2 })).toBe('cost unknown for 7 h')
  expect(missingInWords({ ...known, unknownCostHours: 0.75 })).toBe('cost unknown for 45 min')
})

test.each([
  ['2026-11-22', 'day', 'Sun, 22 Nov 2026'],
  ['2026-11', 'month', 'November 2026'],
  ['2026', 'year', '2026'],
] as const)('%s reads %3$s', (label, period, words) => {
  expect(labelInWords(label, period)).toBe(words)
})

test('who looks for Ethereum finds it beside Ethereum Classic, and nowhere else', () => {
  const symbols = (algorithm: string) => offeredCoins(algorithm).map(({ value }) => value)
  expect(symbols('etchash')).toEqual(['ETC', 'ETH'])
  expect(symbols('ethash')).toEqual(['ETC', 'ETH'])
  expect(symbols('kawpow')).toEqual(['RVN'])
})

test('a dynamic tariff is drawn as it was named for today and tomorrow, with what nobody named left open', () => {
  const HOUR = 3_600_000
  const midnight = Date.UTC(2026, 10, 26, 23)
  const named = energyPrices([
    { fromMs: midnight, toMs: midnight + HOUR, pricePerKwh: 0.2, source: 'csv' },
    { fromMs: midnight + HOUR, toMs: midnight + 24 * HOUR, pricePerKwh: -0.01, source: 'csv' },
  ])
  const dynamic: DynamicPrices = { source: 'csv', whenMissing: 'unknown' }
  const tariff = { pricePerKwh: 0.28, windows: [], fixedPerMonth: 0, overheadPercent: 0, dynamic }
  const days = namedDays(tariff, 'Europe/Berlin', named, midnight + 9 * HOUR)
  expect(days).toEqual([
    {
      name: 'Today',
      stretches: [
        { fromMinute: 0, toMinute: 60, pricePerKwh: 0.2 },
        { fromMinute: 60, toMinute: 1440, pricePerKwh: -0.01 },
      ],
    },
    { name: 'Tomorrow', stretches: [{ fromMinute: 0, toMinute: 1440 }] },
  ])
})

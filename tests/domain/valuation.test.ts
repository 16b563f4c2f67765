import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromNano, toNano } from '#lib/domain/money'
import { rollupHour, sumOf } from '#lib/domain/rollup'
import type { Tariff } from '#lib/domain/tariff'
import { type Assignment, explainDay, type Rates, sumExplained, valueHour } from '#lib/domain/valuation'

const NOW = Date.UTC(2026, 10, 22, 14, 7)
const HOUR = Date.UTC(2026, 10, 22, 14)

const PRICES: Record<string, number> = { BTC: 100_000, LTC: 80, DOGE: 0.2, XMR: 150, ERG: 1, KAS: 0.05 }
const NETWORKS: Record<string, [difficulty: number, reward: number]> = {
  BTC: [1e14, 3.125],
  LTC: [1e8, 6.25],
  DOGE: [4e7, 10_000],
  XMR: [6e11, 0.6],
  ERG: [1e15, 3],
  KAS: [24_215_525_464_169_984, 2.75],
}

function rates(without: string[] = []): Rates {
  const known = (coin: string) => !without.includes(coin)
  return {
    currency: 'USD',
    price(coin) {
      const price = known(`price ${coin}`) ? PRICES[coin] : undefined
      return price === undefined
        ? undefined
        : { coin, currency: 'USD', price, source: 'coingecko', observedAtMs: NOW - 60_000 }
    },
    network(coin) {
      const network = known(`network ${coin}`) ? NETWORKS[coin] : undefined
      if (!network) return undefined
      const [difficulty, rewardPerBlock] = network
      return { coin, difficulty, rewardPerBlock, source: 'mempool', observedAtMs: NOW - 600_000 }
    },
    marketplace(marketplace, algorithm) {
      if (algorithm !== 'kawpow') return undefined
      return { marketplace, algorithm, coin: 'BTC', coinPerHash: 1e-17, source: 'nicehash', observedAtMs: NOW }
    },
  }
}

function assigned(algorithm: string, coin: string, rest: Partial<Assignment> = {}): Assignment {
  return { algorithm, coin, fromMs: 0, payer: 'pool', scheme: 'fpps', poolFeePercent: 0, assumed: false, ...rest }
}

const flat: Tariff = { pricePerKwh: 0.07, windows: [], fixedPerMonth: 0, overheadPercent: 0 }
const night: Tariff = {
  ...flat,
  pricePerKwh: 0.3,
  windows: [{ label: 'Night', days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 22 * 60, toMinute: 6 * 60, pricePerKwh: 0.2 }],
}

const metered = (watts: number) => ({ watts, source: 'metered' as const, atTheWall: true, reportedWatts: watts })

type Work = { algorithm: string; hashesPerSecond?: number }[]
function day(work: Work, assignments: Assignment[], rest: Partial<Parameters<typeof explainDay>[0]> = {}) {
  const place = { tariff: flat, timeZone: 'UTC', siteName: 'Barn', nowMs: NOW, wallPower: metered(3250) }
  return explainDay({ work, assignments, rates: rates(), ...place, ...rest })
}

test('a petahash of bitcoin a day, taken apart', () => {
  const money = day([{ algorithm: 'sha256d', hashesPerSecond: 1e15 }], [assigned('sha256d', 'BTC')])
  expect(money.revenue).toBeCloseTo(62.8643, 4)
  // 3250 W for a day are 78 kWh, at $0.07 $5.46.
  expect(money.cost).toBeCloseTo(5.46, 10)
  expect(money.profit).toBeCloseTo(62.8643 - 5.46, 4)
  expect(money.unknown).toBeUndefined()
  expect(money.revenueParts).toHaveLength(1)
  expect(money.revenueParts[0]).toMatchObject({
    algorithm: 'sha256d',
    coin: 'BTC',
    hashesPerSecond: 1e15,
    difficulty: 1e14,
    rewardPerBlock: 3.125,
    hashesPerBlock: 1e14 * 2 ** 32,
    networkSource: 'mempool',
    networkAtMs: NOW - 600_000,
    price: 100_000,
    priceSource: 'coingecko',
    priceAtMs: NOW - 60_000,
    scheme: 'fpps',
    assumed: false,
  })
  expect(money.costParts).toMatchObject([
    {
      siteName: 'Barn',
      wallWatts: 3250,
      reportedWatts: 3250,
      powerSource: 'metered',
      atTheWall: true,
      energyWattHours: 78_000,
      pricePerKwh: 0.07,
    },
  ])
})

test('every known amount follows from its own part', () => {
  const money = day(
    [{ algorithm: 'sha256d', hashesPerSecond: 1e15 }],
    [assigned('sha256d', 'BTC', { poolFeePercent: 2 })],
  )
  const [part] = money.revenueParts
  if (!part?.hashes || !part.hashesPerBlock || !part.rewardPerBlock || !part.price)
    throw new Error('a part is missing figures')
  expect(
    (part.hashes / part.hashesPerBlock) * part.rewardPerBlock * (1 - part.poolFeePercent / 100) * part.price,
  ).toBeCloseTo(money.revenue ?? 0, 10)
})

test('the same scrypt hashes earn Litecoin and Dogecoin', () => {
  const money = day([{ algorithm: 'scrypt', hashesPerSecond: 9.5e9 }], [assigned('scrypt', 'LTC')])
  expect(money.revenueParts.map((part) => [part.coin, part.mergedWith])).toEqual([
    ['LTC', undefined],
    ['DOGE', 'LTC'],
  ])
  expect(money.revenueParts[0]?.coinAmount).toBeCloseTo(0.0119442, 7)
  expect(money.revenueParts[1]?.coinAmount).toBeCloseTo(47.7768, 4)
  expect(money.revenue).toBeCloseTo(0.0119442 * 80 + 47.7768 * 0.2, 3)
})

test('dual mining earns twice and pays its power once', () => {
  const work = [
    { algorithm: 'autolykos2', hashesPerSecond: 150e6 },
    { algorithm: 'kheavyhash', hashesPerSecond: 400e6 },
  ]
  const money = day(work, [assigned('autolykos2', 'ERG'), assigned('kheavyhash', 'KAS')])
  expect(money.revenueParts.map((part) => part.coin)).toEqual(['ERG', 'KAS'])
  expect(money.cost).toBeCloseTo(5.46, 10)
})

test('SOLO shows odds and no income', () => {
  const work = [{ algorithm: 'sha256d', hashesPerSecond: 1.2e12 }]
  const money = day(work, [assigned('sha256d', 'BTC', { scheme: 'solo' })])
  expect(money.revenue).toBeUndefined()
  expect(money.profit).toBeUndefined()
  expect(money.unknown).toContain('SOLO')
  expect(money.revenueParts[0]).toMatchObject({ unknown: 'solo', price: 100_000, rewardPerBlock: 3.125 })
  expect(money.revenueParts[0]).not.toHaveProperty('coinAmount')
  expect(money.revenueParts[0]).not.toHaveProperty('revenue')
  expect(money.revenueParts[0]?.soloOddsPerDay).toBeCloseTo((1.2e12 * 86_400) / (1e14 * 2 ** 32), 10)
})

test('SOLO beside paid work leaves the paid work its income', () => {
  const work = [
    { algorithm: 'autolykos2', hashesPerSecond: 300e6 },
    { algorithm: 'kheavyhash', hashesPerSecond: 1e9 },
  ]
  const money = day(work, [assigned('autolykos2', 'ERG'), assigned('kheavyhash', 'KAS', { scheme: 'solo' })])
  expect(money.revenue).toBeCloseTo(0.07776, 6)
})

test('NiceHash pays by the hash, in bitcoin', () => {
  const money = day(
    [{ algorithm: 'kawpow', hashesPerSecond: 50e6 }],
    [assigned('kawpow', 'BTC', { payer: 'nicehash', poolFeePercent: 2 })],
  )
  expect(money.revenueParts[0]).toMatchObject({
    coin: 'BTC',
    coinPerHash: 1e-17,
    rateSource: 'nicehash',
    payer: 'nicehash',
  })
  expect(money.revenue).toBeCloseTo(50e6 * 86_400 * 1e-17 * 0.98 * 100_000, 10)
  const none = day([{ algorithm: 'etchash', hashesPerSecond: 1 }], [assigned('etchash', 'BTC', { payer: 'nicehash' })])
  expect(none).toMatchObject({ revenue: undefined, unknown: 'What NiceHash pays for Etchash is not known' })
})

test.each([
  ['no price', { rates: rates(['price BTC']) }, 'No price of BTC in USD is known'],
  ['no difficulty', { rates: rates(['network BTC']) }, 'No difficulty of BTC is known'],
  ['ETH', { assignments: [assigned('sha256d', 'ETH')] }, 'Merge'],
  ['the wrong coin', { assignments: [assigned('sha256d', 'XMR')] }, 'XMR is not mined with SHA-256'],
  [
    'a coin we do not know',
    { assignments: [assigned('sha256d', 'XYZ')] },
    'How XYZ counts its difficulty is not known here',
  ],
  ['an untold hash rate', { work: [{ algorithm: 'sha256d' }] }, 'The miner does not tell its hash rate'],
  [
    'an algorithm without a coin',
    { work: [{ algorithm: 'novelhash', hashesPerSecond: 1 }] },
    'Which coin novelhash mines here',
  ],
])('%s makes revenue unknown, with the reason, and never 0', (_, rest, reason) => {
  const money = day([{ algorithm: 'sha256d', hashesPerSecond: 1e12 }], [assigned('sha256d', 'BTC')], rest)
  expect(money.revenue).toBeUndefined()
  expect(money.profit).toBeUndefined()
  expect(money.unknown).toContain(reason)
  expect(money.cost).toBeCloseTo(5.46, 10)
})

test.each([
  ['power', { wallPower: undefined }, 'What the rig draws is not known'],
  ['tariff', { tariff: undefined }, 'What a kWh costs is not known'],
])('an unknown %s makes cost and profit unknown, with the reason', (_, rest, reason) => {
  const money = day([{ algorithm: 'sha256d', hashesPerSecond: 1e15 }], [assigned('sha256d', 'BTC')], rest)
  expect(money).toMatchObject({ cost: undefined, profit: undefined, unknown: reason })
  expect(money.revenue).toBeCloseTo(62.8643, 4)
})

test('one of two coins without a price makes the sum unknown, not smaller', () => {
  const money = day([{ algorithm: 'scrypt', hashesPerSecond: 9.5e9 }], [assigned('scrypt', 'LTC')], {
    rates: rates(['price DOGE']),
  })
  expect(money.revenue).toBeUndefined()
  expect(money.revenueParts[0]?.revenue).toBeCloseTo(0.0119442 * 80, 4)
})

test('no hashes earn 0 whatever the rates, and still cost', () => {
  const money = day([{ algorithm: 'sha256d', hashesPerSecond: 0 }], [], { rates: rates(['price BTC', 'network BTC']) })
  expect(money.revenue).toBe(0)
  expect(money.profit).toBeCloseTo(-5.46, 10)
  expect(day([], []).revenue).toBe(0)
})

test('without an assignment the likely coin is assumed, at a fee of 1 %, and it says so', () => {
  const money = day([{ algorithm: 'sha256d', hashesPerSecond: 1e15 }], [])
  expect(money.revenueParts[0]).toMatchObject({ coin: 'BTC', assumed: true, poolFeePercent: 1, scheme: 'unknown' })
  expect(money.revenue).toBeCloseTo(62.8643 * 0.99, 3)
})

test('the coming day follows the tariff through its windows', () => {
  const money = day([], [], {
    tariff: { ...night, overheadPercent: 10 },
    timeZone: 'Europe/Berlin',
    wallPower: metered(1000),
  })
  expect(money.cost).toBeCloseTo((16 * 0.3 + 8 * 0.2) * 1.1, 10)
  expect(money.costParts.map((part) => [part.tariffLabel, part.pricePerKwh, part.energyWattHours])).toEqual([
    [undefined, 0.3, 16_000],
    ['Night', 0.2, 8000],
  ])
})

test("a rig's share of the fixed cost is a part of its own", () => {
  const money = day([], [], { tariff: { ...flat, fixedPerMonth: 30 }, fixedShare: 0.5 })
  expect(money.costParts[1]).toMatchObject({ kind: 'fixed', cost: expect.closeTo(0.5, 10) })
  expect(money.cost).toBeCloseTo(5.96, 10)
})

function hourOf(
  hashesPerSecond: number | undefined,
  wallWatts: number | undefined,
  algorithm = 'sha256d',
  from = 0,
  to = 60,
) {
  const readings = Array.from({ length: to - from }, (_, minute) => ({
    at: HOUR + (from + minute) * 60_000,
    intervalSeconds: 60,
    state: 'hashing' as const,
    hashing: hashesPerSecond !== 0,
    work: [{ algorithm, hashesPerSecond }],
    wallWatts,
  }))
  return rollupHour(HOUR, undefined, readings, HOUR + to * 60_000)
}

const settings = (rest: Partial<Parameters<typeof valueHour>[1]> = {}) => ({
  assignments: [assigned('sha256d', 'BTC')],
  rates: rates(),
  places: [{ fromMs: 0, timeZone: 'UTC', tariff: flat, siteName: 'Barn' }],
  ...rest,
})

test('24 hours of history at one rate are what the live day promised', () => {
  const { explained, quarters } = valueHour(hourOf(1e15, 3250), settings())
  const live = day([{ algorithm: 'sha256d', hashesPerSecond: 1e15 }], [assigned('sha256d', 'BTC')])
  expect((explained.revenue ?? 0) * 24).toBeCloseTo(live.revenue ?? 0, 8)
  expect((explained.cost ?? 0) * 24).toBeCloseTo(live.cost ?? 0, 8)
  expect(explained.revenueParts).toHaveLength(1)
  expect(explained.costParts).toHaveLength(1)
  for (const quarter of quarters) {
    expect(quarter).toMatchObject({ workSeconds: 900, unvaluedSeconds: 0, unpoweredSeconds: 0 })
    expect(quarter.revenue).toBeCloseTo((explained.revenue ?? 0) / 4, 10)
    expect(quarter.coins).toEqual([
      { coin: 'BTC', algorithm: 'sha256d', amount: expect.closeTo(0.000628642738 / 96, 12) },
    ])
  }
})

test('a tariff that changes on the half hour, as in Kolkata, changes the quarters', () => {
  const places = [
    {
      fromMs: 0,
      timeZone: 'Asia/Kolkata',
      tariff: {
        ...night,
        windows: [{ label: 'Evening', days: [7], fromMinute: 20 * 60, toMinute: 23 * 60, pricePerKwh: 1 }],
      },
    },
  ]
  // 14:00 UTC is 19:30 in Kolkata: the window of 20:00 begins with the third quarter.
  const { quarters, explained } = valueHour(hourOf(0, 1000), settings({ places }))
  expect(quarters.map((quarter) => quarter.cost)).toEqual(
    [0.075, 0.075, 0.25, 0.25].map((cost) => expect.closeTo(cost, 10)),
  )
  expect(explained.costParts.map((part) => part.pricePerKwh)).toEqual([0.3, 1])
})

test('coin and site speak from their own moment on', () => {
  const assignments = [assigned('scrypt', 'LTC'), assigned('scrypt', 'DOGE', { fromMs: HOUR + 30 * 60_000 })]
  const places = [
    { fromMs: 0, timeZone: 'UTC', tariff: flat, siteName: 'Barn' },
    { fromMs: HOUR + 15 * 60_000, timeZone: 'UTC', tariff: { ...flat, pricePerKwh: 0.2 }, siteName: 'Attic' },
  ]
  const { quarters, explained } = valueHour(hourOf(9.5e9, 1000, 'scrypt'), settings({ assignments, places }))
  expect(quarters.map((quarter) => quarter.coins.map(({ coin }) => coin))).toEqual([
    ['LTC', 'DOGE'],
    ['LTC', 'DOGE'],
    ['DOGE'],
    ['DOGE'],
  ])
  expect(explained.costParts.map((part) => [part.siteName, part.energyWattHours])).toEqual([
    ['Barn', 250],
    ['Attic', 750],
  ])
})

test('where power is unknown, what a kWh costs is told nevertheless, for each price its time', () => {
  const { costParts, cost } = day([], [], { wallPower: undefined, tariff: night, timeZone: 'UTC' })
  expect(cost).toBeUndefined()
  const told = costParts.map(({ pricePerKwh, tariffLabel, seconds }) => [pricePerKwh, tariffLabel, seconds])
  expect(new Set(told)).toEqual(
    new Set([
      [0.3, undefined, 16 * 3600],
      [0.2, 'Night', 8 * 3600],
    ]),
  )
  const hour = valueHour(hourOf(1e15, undefined), settings()).explained.costParts
  expect(hour).toMatchObject([{ seconds: 3600, pricePerKwh: 0.07, unknown: 'What the rig draws is not known' }])
})

test('what no rate is known for is counted as unvalued, what draws unknown power as unpowered', () => {
  const { quarters, explained } = valueHour(hourOf(1e15, undefined), settings({ rates: rates(['price BTC']) }))
  expect(quarters[0]).toMatchObject({ workSeconds: 900, unvaluedSeconds: 900, unpoweredSeconds: 900 })
  expect(quarters[0]).not.toHaveProperty('revenue')
  expect(quarters[0]).not.toHaveProperty('cost')
  // The coins are known although their price is not.
  expect(quarters[0].coins[0]?.amount).toBeGreaterThan(0)
  expect(explained.unknown).toBe('No price of BTC in USD is known. What the rig draws is not known')
})

test('a rig that mines without telling how much is unvalued, one that hashes nothing earns 0', () => {
  expect(valueHour(hourOf(undefined, 100), settings()).quarters[1]).toMatchObject({
    workSeconds: 900,
    unvaluedSeconds: 900,
  })
  expect(valueHour(hourOf(0, 100), settings()).quarters[1]).toMatchObject({ revenue: 0, unvaluedSeconds: 0 })
})

test('downtime is neither income nor cost, and not unvalued', () => {
  const { quarters } = valueHour(hourOf(1e15, 100, 'sha256d', 0, 15), settings())
  expect(quarters[0].revenue).toBeGreaterThan(0)
  expect(quarters[2]).toEqual({
    ...{ coins: [], workSeconds: 0, unvaluedSeconds: 0, unpoweredSeconds: 0, uncostedSeconds: 0 },
    ...{ revenueParts: [], costParts: [] },
  })
})

test('SOLO hours have no income and are not counted as unvalued', () => {
  const assignments = [assigned('sha256d', 'BTC', { scheme: 'solo' })]
  const { quarters, explained } = valueHour(hourOf(1e15, 100), settings({ assignments }))
  expect(quarters[0]).toMatchObject({ coins: [], unvaluedSeconds: 0, workSeconds: 0 })
  expect(explained.revenue).toBeUndefined()
})

test('hours at different rates add up, with the mean price and without a difficulty that was not everywhere', () => {
  const one = valueHour(hourOf(1e15, 1000), settings()).explained
  const dearer: Rates = {
    ...rates(),
    price: (coin) => ({ coin, currency: 'USD', price: 200_000, source: 'coingecko', observedAtMs: NOW }),
  }
  const other = valueHour(hourOf(1e15, 1000), settings({ rates: dearer })).explained
  const both = sumExplained('USD', [one, other])
  expect(both.seconds).toBe(7200)
  expect(both.revenue).toBeCloseTo((one.revenue ?? 0) * 3, 10)
  expect(both.revenueParts).toHaveLength(1)
  expect(both.revenueParts[0]).toMatchObject({
    ratesVary: true,
    difficulty: undefined,
    price: expect.closeTo(150_000, 6),
    hashesPerSecond: 1e15,
  })
  expect(both.costParts[0]).toMatchObject({
    energyWattHours: expect.closeTo(2000, 8),
    wallWatts: expect.closeTo(1000, 8),
  })
  expect(sumExplained('USD', [])).toMatchObject({ seconds: 0, revenue: 0, cost: undefined })
})

test('quarters add up to the hour, whatever the work and power', () => {
  const rate = fc.double({ min: 0, max: 1e15, noNaN: true })
  const watts = fc.double({ min: 0, max: 5000, noNaN: true })
  fc.assert(
    fc.property(
      rate,
      watts,
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 31, max: 60 }),
      (hashes, power, from, to) => {
        const hour = hourOf(hashes, power, 'sha256d', from, to)
        const { quarters, explained } = valueHour(hour, settings())
        const sum = (name: 'revenue' | 'cost') => quarters.reduce((total, quarter) => total + (quarter[name] ?? 0), 0)
        expect(sum('revenue')).toBeCloseTo(explained.revenue ?? 0, 8)
        expect(sum('cost')).toBeCloseTo(explained.cost ?? 0, 8)
        expect(explained.seconds).toBe(sumOf(hour.seconds))
      },
    ),
  )
})

test('an amount is rounded once, to a billionth, and comes back', () => {
  expect(toNano(0.0000000014)).toBe(1n)
  expect(toNano(-0.38)).toBe(-380_000_000n)
  expect(toNano(123_456_789.5)).toBe(123_456_789_500_000_000n)
  expect(fromNano(-380_000_000n)).toBe(-0.38)
  expect(() => toNano(Number.NaN)).toThrow(RangeError)
  expect(() => toNano(Number.POSITIVE_INFINITY)).toThrow(RangeError)
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (nano) => {
      expect(toNano(fromNano(nano))).toBe(nano)
    }),
  )
})

test('PPS pays the new coins of a block and keeps its fees, where the height tells them apart', () => {
  // Height 900,000: 3.125 new bitcoin a block (GetBlockSubsidy), 0.125 more in fees here.
  const network = {
    coin: 'BTC',
    difficulty: 1e14,
    height: 900_000,
    rewardPerBlock: 3.25,
    source: 'test',
    observedAtMs: NOW,
  }
  const withFees: Rates = { ...rates(), network: () => network }
  const petahash = [{ algorithm: 'sha256d', hashesPerSecond: 1e15 }]
  const pps = day(petahash, [assigned('sha256d', 'BTC', { scheme: 'pps' })], { rates: withFees })
  const fpps = day(petahash, [assigned('sha256d', 'BTC', { scheme: 'fpps' })], { rates: withFees })
  expect(pps.revenue).toBeCloseTo(62.8643, 4)
  expect(pps.revenueParts[0]).toMatchObject({ rewardPerBlock: 3.25, paidPerBlock: 3.125 })
  expect(fpps.revenue).toBeCloseTo(62.8643 * (3.25 / 3.125), 3)
  const noHeight: Rates = { ...withFees, network: () => ({ ...network, height: undefined }) }
  const whole = day(petahash, [assigned('sha256d', 'BTC', { scheme: 'pps' })], { rates: noHeight })
  expect(whole.revenue).toBeCloseTo(fpps.revenue ?? 0, 10)
  expect(whole.revenueParts[0]?.feesIncluded).toBe(true)
})

test('dual mining earns twice and draws its power once', () => {
  const work = [
    { algorithm: 'autolykos2', hashesPerSecond: 1e8 },
    { algorithm: 'kheavyhash', hashesPerSecond: 5e8 },
  ]
  const assignments = [assigned('autolykos2', 'ERG'), assigned('kheavyhash', 'KAS')]
  const both = day(work, assignments, { wallPower: metered(300) })
  const alone = work.map((one) => day([one], assignments, { wallPower: metered(300) }))
  expect(both.revenueParts.map(({ coin }) => coin)).toEqual(['ERG', 'KAS'])
  expect(both.revenue).toBeCloseTo((alone[0]?.revenue ?? 0) + (alone[1]?.revenue ?? 0), 12)
  expect(both.costParts).toHaveLength(1)
  expect(both.cost).toBeCloseTo((300 * 24 * 0.07) / 1000, 10)
})

test('a marketplace other than NiceHash pays by its own rate, and without one says which is missing', () => {
  const kawpow = [{ algorithm: 'kawpow', hashesPerSecond: 1e8 }]
  const sold = day(kawpow, [assigned('kawpow', 'BTC', { payer: 'zpool' })])
  expect(sold.revenueParts[0]).toMatchObject({ payer: 'zpool', coinPerHash: 1e-17 })
  const none = day(
    [{ algorithm: 'etchash', hashesPerSecond: 1 }],
    [assigned('etchash', 'BTC', { payer: 'mining-dutch' })],
  )
  expect(none.unknown).toContain('Mining-Dutch')
})

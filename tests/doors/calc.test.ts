import { expect, test } from 'vitest'
import { calculateDay } from '../../commands/calculate-day.ts'

const now = Date.UTC(2026, 10, 22)
const given = { price: '1', power: '1000', tariff: '0.1' }

function day(options: Parameters<typeof calculateDay>[0]) {
  const result = calculateDay(options, now)
  if (!result.ok) throw new Error(result.reason)
  return result.day
}

test('a stock miner of 100 TH/s at difficulty 126.27 T, with a pool fee of 1 %', () => {
  const figures = day({
    coin: 'BTC',
    hashrate: '100TH',
    difficulty: '126271255279306.8',
    height: '900000',
    price: '100000',
    power: '3500',
    tariff: '0.07',
    poolFee: '1',
  })
  expect(figures.coinPerDay).toBeCloseTo(0.0000497851 * 0.99, 10)
  expect(figures.revenuePerDay).toBeCloseTo(4.928725, 4)
  expect(figures.energyKwhPerDay).toBe(84)
  expect(figures.costPerDay).toBeCloseTo(5.88, 10)
  expect(figures.profitPerDay).toBeCloseTo(figures.revenuePerDay - 5.88, 10)
  expect(figures.joulesPerTerahash).toBeCloseTo(35, 10)
  expect(figures.breakEvenTariff).toBeCloseTo(figures.revenuePerDay / 84, 12)
})

// Expected coins of a day by network and hash rate: published difficulties and rewards, computed by hand.
test.each([
  ['BTC', '1PH', '1e14', { height: '840000' }, 0.000628642738],
  ['BTC', '100 TH/s', '126271255279306.8', { height: '900000' }, 0.0000497851],
  ['LTC', '9.5GH', '1e8', { height: '2520000' }, 0.0119442],
  ['DOGE', '9.5GH', '4e7', { height: '5000000' }, 47.7768],
  ['XMR', '20kH', '6e11', { height: '3000000' }, 0.001728],
  ['ETC', '100MH', '2.5e15', { height: '21000000' }, 0.00707789],
  ['ETC', '100MH', '2.5e15', { height: '26000000' }, 0.00566231],
  ['RVN', '50MH', '1e5', { height: '2100001' }, 25.1457],
  ['KAS', '8TH', '24215525464169984', { reward: '2.75' }, 39.2475],
  ['ERG', '300MH', '1e15', { reward: '3' }, 0.07776],
  ['ZEC', '840kSol', '1e8', { reward: '1.25' }, 0.110742],
] as const)('%s at %s and difficulty %s', (coin, hashrate, difficulty, block, expected) => {
  const { coinPerDay } = day({ coin, hashrate, difficulty, ...block, ...given })
  expect(Math.abs(coinPerDay / expected - 1)).toBeLessThan(3e-6)
})

test('3,250 W at $0.07 cost $5.46 a day, 32.5 J/TH at 100 TH/s, and a hashprice of $0.055 carries $0.070513 per kWh', () => {
  const figures = day({
    coin: 'BTC',
    hashrate: '100TH',
    difficulty: '1e14',
    reward: '3.125',
    // Chosen so that a day of 100 TH/s earns $5.50.
    price: String(5.5 / 0.0000628642738),
    power: '3250',
    tariff: '0.07',
  })
  expect(figures.costPerDay).toBeCloseTo(5.46, 10)
  expect(figures.joulesPerTerahash).toBeCloseTo(32.5, 10)
  expect(figures.breakEvenTariff).toBeCloseTo(0.070513, 6)
})

test('what is not given and not known is named', () => {
  const all = { coin: 'BTC', hashrate: '100TH', difficulty: '1e14', height: '900000', ...given }
  for (const name of ['coin', 'hashrate', 'difficulty', 'height', 'price', 'power', 'tariff'] as const) {
    const result = calculateDay({ ...all, [name]: undefined }, now)
    expect(result).toMatchObject({ ok: false, reason: expect.stringContaining(`--${name}`) })
  }
  expect(calculateDay(all, now).ok).toBe(true)
})

test('nonsense is named instead of calculated with', () => {
  const all = { coin: 'BTC', hashrate: '100TH', difficulty: '1e14', height: '900000', ...given }
  for (const [name, value] of [
    ['hashrate', 'fast'],
    ['hashrate', '0'],
    ['difficulty', 'NaN'],
    ['difficulty', '0'],
    ['price', '1,000'],
    ['power', '-5'],
    ['power', '1e999'],
  ] as const) {
    expect(calculateDay({ ...all, [name]: value }, now)).toMatchObject({
      ok: false,
      reason: expect.stringContaining(`--${name}`),
    })
  }
  expect(calculateDay({ ...all, poolFee: '101' }, now)).toMatchObject({ reason: expect.stringContaining('--pool-fee') })
  expect(calculateDay({ ...all, coin: 'XYZ' }, now)).toMatchObject({ reason: expect.stringContaining('XYZ') })
})

test('Ethereum explains why it cannot be mined', () => {
  expect(calculateDay({ coin: 'eth' }, now)).toMatchObject({ ok: false, reason: expect.stringContaining('2022-09-15') })
})

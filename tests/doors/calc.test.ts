import { afterEach, expect, test, vi } from 'vitest'
import { run } from '../../commands/calc.ts'
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

async function printed(options: Parameters<typeof run>[0]): Promise<string> {
  const lines: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0)
  await run(options)
  vi.restoreAllMocks()
  return lines.join('')
}
afterEach(() => vi.restoreAllMocks())

// Expected coins of a day by network and hash rate, computed by hand from what the chains fix: 2^32 hashes at difficulty 1
// (bitcoin/bitcoin GetBlockSubsidy, litecoin chainparams, dogecoin.cpp, Ravencoin), the difficulty itself (monero
// get_block_reward, ECIP-1017, ergoplatform eip-0027), twice it (kaspanet/rusty-kaspa coinbase.rs), 2^13 of it (Zcash, "How
// Solrate Is Estimated"). Dash: 5 less a fourteenth nine times in whole duffs, a fifth of it (dashpay/dash nSubsidy).
test.each([
  ['BTC', '1PH', '1e14', { height: '840000' }, 0.000628642738],
  ['BTC', '100 TH/s', '126271255279306.8', { height: '900000' }, 0.0000497851],
  ['BCH', '1PH', '1e14', { height: '840000' }, 0.000628642738],
  ['LTC', '9.5GH', '1e8', { height: '2520000' }, 0.0119442],
  ['DOGE', '9.5GH', '4e7', { height: '5000000' }, 47.7768],
  ['XMR', '20kH', '6e11', { height: '3000000' }, 0.001728],
  ['ETC', '100MH', '2.5e15', { height: '21000000' }, 0.00707789],
  ['ETC', '100MH', '2.5e15', { height: '26000000' }, 0.00566231],
  ['RVN', '50MH', '1e5', { height: '2100001' }, 25.1457],
  ['RVN', '50MH', '1e5', { height: '4200000' }, 25.1457 / 2],
  ['KAS', '8TH', '24215525464169984', { reward: '2.75' }, 39.2475],
  ['ERG', '300MH', '1e15', { height: '2080800' }, 0.07776],
  ['ERG', '300MH', '1e15', { reward: '3' }, 0.07776],
  ['ZEC', '840kSol', '1e8', { height: '2726400' }, 0.110742],
  ['DASH', '1TH', '1e8', { height: '1900000' }, (86_400e12 / 2 ** 32 / 1e8) * (13 / 14) ** 9],
] as const)('%s at %s and difficulty %s', async (coin, hashrate, difficulty, block, expected) => {
  const { coinPerDay } = JSON.parse(await printed({ coin, hashrate, difficulty, ...block, ...given, json: true }))
  expect(Math.abs(coinPerDay / expected - 1)).toBeLessThan(3e-6)
})

test('the subsidy of Kaspa follows the calendar, that of Monero and Dogecoin is fixed: neither wants a height', () => {
  expect(day({ coin: 'XMR', hashrate: '20kH', difficulty: '6e11', ...given }).coinPerDay).toBeCloseTo(0.001728, 9)
  expect(day({ coin: 'DOGE', hashrate: '9.5GH', difficulty: '4e7', ...given }).coinPerDay).toBeCloseTo(47.7768, 3)
  // 440 a second, × 2^(−1/12) each of 55 months since 2022-05-07, ten blocks a second.
  const kaspa = day({ coin: 'KAS', hashrate: '8TH', difficulty: '24215525464169984', ...given })
  expect(kaspa.coinPerDay).toBeCloseTo((39.2475 / 2.75) * 44 * 2 ** (-KASPA_MONTHS / 12), 3)
})
const KASPA_MONTHS = Math.floor((now - Date.UTC(2022, 4, 7)) / 2_629_800_000)

test('the network’s hash rate stands for the difficulty: what it does in the time meant for a block', () => {
  // 484 PH/s for a tenth of a second is Kaspa's difficulty × 2.
  const hashes = 24_215_525_464_169_984 * 2
  const kaspa = { coin: 'KAS', hashrate: '8TH', reward: '2.75', ...given }
  expect(day({ ...kaspa, networkHashrate: `${hashes / 0.1}` }).coinPerDay).toBeCloseTo(39.2475, 3)
  const bitcoin = { coin: 'BTC', hashrate: '1PH', reward: '3.125', ...given }
  expect(day({ ...bitcoin, networkHashrate: `${(1e14 * 2 ** 32) / 600 / 1e18}EH` }).coinPerDay).toBeCloseTo(
    0.000628642738,
    12,
  )
  expect(calculateDay({ ...bitcoin, networkHashrate: '700EH', difficulty: '1e14' }, now)).toMatchObject({
    reason: expect.stringContaining('give one of them'),
  })
})

const litecoin = { coin: 'LTC', hashrate: '9.5GH', difficulty: '1e8', height: '2520000', power: '3425', tariff: '0.07' }

test('DOGE comes along with LTC where its difficulty and price are given, and pays the same fee', () => {
  const figures = day({ ...litecoin, price: '80', mergedDifficulty: '4e7', mergedPrice: '0.2', poolFee: '1' })
  expect(figures.coinPerDay).toBeCloseTo(0.0119442 * 0.99, 7)
  expect(figures.merged).toMatchObject({ coin: 'DOGE', coinPerDay: expect.closeTo(47.7768 * 0.99, 3) })
  expect(figures.revenuePerDay).toBeCloseTo((0.0119442 * 80 + 47.7768 * 0.2) * 0.99, 3)
  expect(figures.profitPerDay).toBeCloseTo(figures.revenuePerDay - 3.425 * 24 * 0.07, 9)
})

test('LTC without the rates of DOGE says that DOGE is not counted; half of them is an error', async () => {
  expect(day({ ...litecoin, price: '80' }).merged).toBeNull()
  expect(await printed({ ...litecoin, price: '80' })).toMatch(/^not counted +DOGE/m)
  expect(calculateDay({ ...litecoin, price: '80', mergedPrice: '0.2' }, now)).toMatchObject({
    reason: 'not given and not known: --merged-difficulty',
  })
  expect(calculateDay({ ...litecoin, price: '80', mergedDifficulty: '4e7' }, now)).toMatchObject({
    reason: 'not given and not known: --merged-price',
  })
  const bitcoin = { coin: 'BTC', hashrate: '1PH', difficulty: '1e14', reward: '3.125', mergedPrice: '0.2', ...given }
  expect(calculateDay(bitcoin, now)).toMatchObject({ reason: expect.stringContaining('--merged-price') })
})

// The unit of NiceHash's own figures: paying ÷ 10^8 is BTC for one hash a second held for a day (RainbowMiner NiceHash.ps1).
const sold = { marketplace: 'nicehash', algorithm: 'kawpow', hashrate: '100MH', coinPerHashDay: '2e-13' }

test('hash power sold at NiceHash: hash rate × what a hash earns a day, less the fee, in BTC', async () => {
  const figures = day({ ...sold, price: '100000', power: '500', tariff: '0.1', poolFee: '2' })
  expect(figures.coinPerDay).toBeCloseTo(0.00002 * 0.98, 12)
  expect(figures.revenuePerDay).toBeCloseTo(1.96, 9)
  expect(figures.profitPerDay).toBeCloseTo(1.96 - 1.2, 9)
  expect(figures.breakEvenTariff).toBeCloseTo(1.96 / 12, 9)
  expect(Object.keys(figures)).not.toContain('merged')
  const text = await printed({ ...sold, price: '100000', power: '500', tariff: '0.1' })
  expect(text).toMatch(/^coin per day +0\.00002 BTC$/m)
  expect(text).toMatch(/^efficiency +5 J\/MH$/m)
})

test('of a marketplace too, what is not given and not known is named', () => {
  for (const [option, name] of [
    ['algorithm', '--algorithm'],
    ['hashrate', '--hashrate'],
    ['coinPerHashDay', '--coin-per-hash-day'],
    ['price', '--price'],
  ] as const) {
    expect(calculateDay({ ...sold, ...given, [option]: undefined }, now)).toEqual({
      ok: false,
      reason: `not given and not known: ${name}`,
    })
  }
  const unmineable = { ...sold, ...given, marketplace: 'unMineable' }
  expect(calculateDay(unmineable, now)).toMatchObject({ reason: expect.stringContaining('--coin') })
  expect(calculateDay({ ...unmineable, coin: 'SHIB' }, now)).toMatchObject({ ok: true, coin: 'SHIB' })
})

test('what a marketplace has no use for is named instead of passed over', () => {
  const wrong = { difficulty: '1e14', networkHashrate: '1EH', height: '1', reward: '3', mergedPrice: '1' }
  const names = ['--difficulty', '--network-hashrate', '--height', '--reward', '--merged-price']
  expect(calculateDay({ ...sold, ...given, ...wrong }, now)).toMatchObject({
    reason: expect.stringContaining(names.join(', ')),
  })
  expect(calculateDay({ ...sold, ...given, coin: 'RVN' }, now)).toMatchObject({
    reason: expect.stringContaining('NiceHash pays in BTC'),
  })
  expect(calculateDay({ ...sold, ...given, marketplace: 'nicehush' }, now)).toMatchObject({
    reason: expect.stringContaining('--marketplace nicehush'),
  })
  expect(calculateDay({ ...sold, ...given, marketplace: undefined, coin: 'RVN' }, now)).toMatchObject({
    reason: expect.stringContaining('--coin-per-hash-day'),
  })
})

test('a coin that an algorithm does not mine is refused, however the algorithm is spelled', () => {
  const ravencoin = { coin: 'RVN', hashrate: '50MH', difficulty: '1e5', height: '2100001', ...given }
  expect(calculateDay({ ...ravencoin, algorithm: 'KAWPOW' }, now).ok).toBe(true)
  expect(calculateDay({ ...ravencoin, algorithm: 'sha256' }, now)).toMatchObject({
    reason: 'RVN is not mined with SHA-256',
  })
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

test('Ethereum explains why it cannot be mined and offers Ethereum Classic', () => {
  expect(calculateDay({ coin: 'eth' }, now)).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/2022-09-15.*--coin ETC/),
  })
})

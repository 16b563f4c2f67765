import { expect, test } from 'vitest'
import { assumedAssignment, assumedCoin, COINS, coinBySymbol, minableCoins, notMinable } from '#lib/domain/coins'
import { expectedCoinPerDay, hashesPerBlock, soloOdds } from '#lib/domain/expected-coin'
import { breakEvenPerKwh, joulesPerHash } from '#lib/domain/ratios'
import { subsidyToMiner } from '#lib/domain/subsidy'

// Worked by hand from hashes per block = difficulty × the coin's factor; sources of the factors stand in coins.ts.
test.each([
  ['BTC', 1e15, 1e14, 3.125, 0.000628642738],
  ['BTC', 100e12, 126_271_255_279_306.8, 3.125, 0.0000497851],
  ['LTC', 9.5e9, 1e8, 6.25, 0.0119442],
  ['DOGE', 9.5e9, 4e7, 10_000, 47.7768],
  ['XMR', 20e3, 6e11, 0.6, 0.001728],
  ['ETC', 100e6, 2.5e15, 2.048, 0.00707789],
  ['ETC', 100e6, 2.5e15, 1.6384, 0.00566231],
  ['RVN', 50e6, 1e5, 2500, 25.1457],
  ['RVN', 50e6, 1e5, 1250, 12.5729],
  ['KAS', 8e12, 24_215_525_464_169_984, 2.75, 39.2475],
  ['ERG', 300e6, 1e15, 3, 0.07776],
  ['ZEC', 840e3, 1e8, 1.25, 0.110742],
])('%s at %d H/s, difficulty %d, %d a block', (coin, hashesPerSecond, difficulty, rewardPerBlock, perDay) => {
  const perBlock = hashesPerBlock(coin, difficulty) ?? Number.NaN
  const coins = expectedCoinPerDay({ hashesPerSecond, hashesPerBlock: perBlock, rewardPerBlock, poolFeePercent: 0 })
  expect(coins / perDay).toBeCloseTo(1, 5)
})

test('the pool takes its fee of the expected coins', () => {
  const work = { hashesPerSecond: 1e15, hashesPerBlock: 1e14 * 2 ** 32, rewardPerBlock: 3.125 }
  const whole = expectedCoinPerDay({ ...work, poolFeePercent: 0 })
  expect(expectedCoinPerDay({ ...work, poolFeePercent: 2 })).toBeCloseTo(whole * 0.98, 12)
  expect(whole * 100_000).toBeCloseTo(62.8643, 4)
})

test('a coin that is not known has no hashes per block', () => {
  expect(hashesPerBlock('KDA', 1e9)).toBeUndefined()
  expect(hashesPerBlock('BTC', 0)).toBeUndefined()
})

// bitcoin/bitcoin GetBlockSubsidy; ECIP-1017; EIP-27; ZIP 208; rusty-kaspa SUBSIDY_BY_MONTH_TABLE.
test.each([
  ['BTC', 0, 50],
  ['BTC', 209_999, 50],
  ['BTC', 210_000, 25],
  ['BTC', 630_000, 6.25],
  ['BTC', 840_000, 3.125],
  ['BTC', 1_050_000, 1.5625],
  ['BTC', 6_720_000, 0.00000001],
  ['BTC', 6_929_999, 0.00000001],
  ['BTC', 6_930_000, 0],
  ['BTC', 13_440_000, 0],
  ['BCH', 840_000, 3.125],
  ['LTC', 2_520_000, 6.25],
  ['LTC', 3_360_000, 3.125],
  ['DOGE', 600_000, 10_000],
  ['DOGE', 100_000, undefined],
  ['XMR', 3_000_000, 0.6],
  ['XMR', 2_000_000, undefined],
  ['ETC', 5_000_000, 5],
  ['ETC', 5_000_001, 4],
  ['ETC', 10_000_001, 3.2],
  ['ETC', 15_000_001, 2.56],
  ['ETC', 20_000_001, 2.048],
  ['ETC', 25_000_001, 1.6384],
  ['ETC', 30_000_001, 1.31072],
  ['ETC', 35_000_001, 1.048576],
  ['RVN', 2_099_999, 5000],
  ['RVN', 2_100_000, 2500],
  ['RVN', 4_200_000, 1250],
  ['ERG', 777_216, undefined],
  ['ERG', 777_217, 51],
  ['ERG', 1_951_200, 3],
  ['ERG', 1_951_199, 3],
  ['ERG', 2_080_800, 3],
  ['ZEC', 653_599, 10],
  ['ZEC', 653_600, 5],
  ['ZEC', 1_046_400, 2.5],
  ['ZEC', 2_726_399, 2.5],
  ['ZEC', 2_726_400, 1.25],
  ['ZEC', 4_406_400, undefined],
  ['DASH', 0, 1],
  ['BTC', -1, undefined],
  ['BTC', 1.5, undefined],
  ['KDA', 1, undefined],
])('a block of %s at height %d makes its miner %s', (coin, height, coins) => {
  expect(subsidyToMiner(coin, height)).toBe(coins)
})

test.each([
  [0, 440],
  [1, 415.30469757],
  [12, 220],
  [35, 58.27047018],
  // Ten blocks a second share the table's coins per second, rounded up to a sompi.
  [48, 2.75],
  [49, 2.59565436],
  [60, 1.375],
  [425, 0],
])('Kaspa pays what its chain has in month %d of the decay', (month, coins) => {
  expect(subsidyToMiner('KAS', undefined, Date.UTC(2022, 4, 7) + month * 2_629_800_000)).toBe(coins)
})

test('Dash falls by a fourteenth each cycle', () => {
  expect(subsidyToMiner('DASH', 210_240)).toBeCloseTo((5 * 13) / 14 / 5, 8)
  expect(subsidyToMiner('DASH', 4_204_800)).toBeCloseTo((13 / 14) ** 20, 7)
})

test('Ethereum explains itself and names what its cards mine now', () => {
  expect(notMinable('ETH')).toMatchObject({ since: '2022-09-15', insteadSymbol: 'ETC' })
  expect(notMinable('eth')?.explanation).toContain('Merge')
  expect(notMinable('BTC')).toBeUndefined()
  expect(coinBySymbol('ETH')).toBeUndefined()
})

test('an algorithm leads to the coin it usually mines', () => {
  expect(minableCoins('sha256d').map((coin) => coin.symbol)).toEqual(['BTC', 'BCH'])
  expect(minableCoins('scrypt').map((coin) => coin.symbol)).toEqual(['LTC', 'DOGE'])
  expect(coinBySymbol('LTC')?.mergedWith).toBe('DOGE')
  for (const coin of COINS) expect(minableCoins(coin.algorithm)).toContain(coin)
  expect(assumedCoin('randomx')).toBe('XMR')
  expect(assumedCoin('ethash')).toBe('ETC')
  expect(assumedCoin('unknown')).toBeUndefined()
  expect(assumedAssignment('kawpow')).toMatchObject({
    coin: 'RVN',
    assumed: true,
    poolFeePercent: 1,
    scheme: 'unknown',
  })
})

test('solo odds are those of a Poisson process', () => {
  const odds = (seconds: number) => soloOdds({ hashesPerSecond: 1e12, hashesPerBlock: 1e12 * 86_400, seconds })
  expect(odds(86_400)).toBeCloseTo(1 - Math.exp(-1), 12)
  expect(odds(0)).toBe(0)
  // A Bitaxe against a difficulty of 1.2e14: so small a chance must not be lost to rounding.
  const bitaxe = soloOdds({ hashesPerSecond: 1.2e12, hashesPerBlock: 1.2e14 * 2 ** 32, seconds: 86_400 })
  expect(bitaxe * ((1.2e14 * 2 ** 32) / (1.2e12 * 86_400))).toBeCloseTo(1, 6)
})

test('break-even is the price at which energy eats the revenue', () => {
  // Hashprice $0.055 per TH and day at 32.5 J/TH.
  expect(breakEvenPerKwh({ revenue: 0.055 * 100, energyWattHours: 78_000 })).toBeCloseTo(0.070513, 6)
  expect(breakEvenPerKwh({ revenue: 11, energyWattHours: 100_000, overheadPercent: 10, fixedCost: 0 })).toBeCloseTo(
    0.1,
    12,
  )
  expect(breakEvenPerKwh({ revenue: undefined, energyWattHours: 1 })).toBeUndefined()
  expect(breakEvenPerKwh({ revenue: 1, energyWattHours: 0 })).toBeUndefined()
  expect(joulesPerHash(3250, 100e12)).toBeCloseTo(32.5e-12, 20)
  expect(joulesPerHash(3250, 0)).toBeUndefined()
  expect(joulesPerHash(undefined, 1)).toBeUndefined()
})

import { expect, test } from 'vitest'
import { mempoolSpace } from '#lib/market/mempool-space'
import { whyHeldBack } from '#lib/market/plausible-rate'
import { json, webDouble } from './web-double.ts'

// Shapes: mempool/mempool, backend/src/api/mining/mining-routes.ts and its public documentation.
const answers: Record<string, unknown> = {
  '/v1/mining/hashrate/3d': {
    hashrates: [{ timestamp: 1_752_364_800, avgHashrate: 9.1e20 }],
    difficulty: [],
    currentHashrate: 9.2e20,
    currentDifficulty: 126271255279306.8,
  },
  '/v1/mining/reward-stats/144': {
    startBlock: 905_257,
    endBlock: 905_400,
    totalReward: '45432000000',
    totalFee: '432000000',
    totalTx: '600000',
  },
  '/v1/prices': { time: 1_752_451_200, USD: 118000, EUR: 101000, GBP: 87000 },
}

test('bitcoin pays its subsidy and the mean fees of 144 blocks', async () => {
  const web = await webDouble((request, response) => json(response, answers[request.url ?? ''] ?? {}))
  const result = await mempoolSpace(web.url).fetchNetworks?.(['BTC', 'XMR'])
  expect(result).toMatchObject({
    ok: true,
    // 3.125 + 4.32 BTC of fees in 144 blocks.
    found: [{ coin: 'BTC', difficulty: 126271255279306.8, height: 905_400, source: 'mempool.space' }],
  })
  expect(result?.ok && result.found[0]?.rewardPerBlock).toBeCloseTo(3.155, 10)
})

test('from the halving block on, the new subsidy counts', async () => {
  const rewards = { endBlock: 1_049_999, totalFee: '0', totalReward: '45000000000', totalTx: '1' }
  const web = await webDouble((request, response) =>
    json(response, request.url?.includes('reward') ? rewards : answers['/v1/mining/hashrate/3d']),
  )
  const result = await mempoolSpace(web.url).fetchNetworks?.(['BTC'])
  expect(result).toMatchObject({ found: [{ rewardPerBlock: 1.5625 }] })
})

test('it tells the price of bitcoin alone, in seven currencies', async () => {
  const web = await webDouble((request, response) => json(response, answers[request.url ?? ''] ?? {}))
  const source = mempoolSpace(web.url)
  expect(await source.fetchPrices?.([{ symbol: 'BTC' }, { symbol: 'LTC' }], 'EUR')).toMatchObject({
    found: [{ coin: 'BTC', currency: 'EUR', price: 101000, observedAtMs: 1_752_451_200_000 }],
  })
  expect(await source.fetchPrices?.([{ symbol: 'BTC' }], 'INR')).toEqual({ ok: true, found: [], problems: [] })
  expect(web.asked).toHaveLength(1)
})

test.each([
  ['milliseconds', 1_795_480_000_000],
  ['seconds, as in an old sample', 1_795_480_000],
])('the next change of difficulty is told with its moment in %s', async (_, estimatedRetargetDate) => {
  // Fields: mempool/mempool, backend/src/api/difficulty-adjustment.ts.
  const adjustment = {
    progressPercent: 93.1,
    difficultyChange: -2.53,
    estimatedRetargetDate,
    remainingBlocks: 139,
    remainingTime: 83_400_000,
    previousRetarget: 4.1,
    nextRetargetHeight: 925_344,
    timeAvg: 600_000,
    timeOffset: 0,
  }
  const web = await webDouble((request, response) =>
    json(response, request.url === '/v1/difficulty-adjustment' ? adjustment : {}),
  )
  const result = await mempoolSpace(web.url).fetchNextDifficulties?.()
  expect(result).toMatchObject({ found: [{ coin: 'BTC', height: 925_344, atMs: 1_795_480_000_000, change: -0.0253 }] })
})

test('rewards as numbers, or a difficulty of 0, are another form than the known one', async () => {
  const web = await webDouble((request, response) =>
    json(response, request.url?.includes('reward') ? { endBlock: 1, totalFee: 5 } : { currentDifficulty: 0 }),
  )
  expect(await mempoolSpace(web.url).fetchNetworks?.(['BTC'])).toMatchObject({ ok: false })
})

test.each([
  [100, undefined, false],
  [0, undefined, true],
  [Number.NaN, undefined, true],
  [999, 100, false],
  [1001, 100, true],
  [9.9, 100, true],
])('a figure of %d after %s is held back: %s', (figure, last, held) => {
  const known = last === undefined ? undefined : { figure: last, observedAtMs: 1_000 }
  expect(whyHeldBack('The price', figure, known, 2_000) !== undefined).toBe(held)
})

test('after a day without a believable rate the new one is believed', () => {
  const last = { figure: 100, observedAtMs: 0 }
  expect(whyHeldBack('The price', 5000, last, 86_400_001)).toBeUndefined()
})

import { expect, test } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#lib/domain/units'
import type { MarketSource } from '#lib/market/market-source'
import { heldBack, takeHeldBack } from '#lib/services/held-back'
import { loadRates } from '#lib/services/load-rates'
import { askFirst, describeMarket } from '#lib/services/market-switch'
import { refreshMarketplaces, refreshNetworks, refreshPrices } from '#lib/services/refresh-rates'
import { openForTest, temporaryDatabase } from '../db/temporary-database.ts'
import { firstSite } from './money-mine.ts'

const T0 = Date.UTC(2026, 10, 22, 10)
const nowhere = 'http://127.0.0.1:9'
const config = {
  ...{ market: 'live' as const, coingeckoUrl: nowhere, mempoolUrl: nowhere },
  ...{ whattomineUrl: nowhere, nicehashUrl: nowhere },
}

async function installation() {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  await firstSite(database)
  return database
}

function pricing(price: number, nowMs: number, name = 'coingecko'): MarketSource {
  const told = { coin: 'BTC', currency: 'USD', price, source: name, observedAtMs: nowMs }
  return { name, hosts: [], fetchPrices: async () => ({ ok: true, found: [told], problems: [] }) }
}

test('a price that jumped is held back and shown, the last good one stays, and the owner may take it', async () => {
  const database = await installation()
  const refresh = (price: number, nowMs: number) =>
    refreshPrices({ database, config, sources: [pricing(price, nowMs)], nowMs })
  await refresh(100, T0)
  await refresh(1500, T0 + HOUR_MS)
  await refresh(1501, T0 + 2 * HOUR_MS)
  const nowMs = T0 + 2 * HOUR_MS
  const [held, ...others] = await heldBack(database, nowMs)
  expect(others).toEqual([])
  expect(held).toMatchObject({
    rate: { kind: 'price', coin: 'BTC', price: 1501, source: 'coingecko' },
    why: expect.stringContaining('from 100 to 1501'),
    sinceMs: T0 + HOUR_MS,
    atMs: nowMs,
  })
  expect((await loadRates(database, 'USD', nowMs)).price('BTC')).toMatchObject({ price: 100, observedAtMs: T0 })
  expect(await takeHeldBack(database, held?.key ?? '', nowMs)).toMatchObject({ ok: true })
  expect((await loadRates(database, 'USD', nowMs)).price('BTC')?.price).toBe(1501)
  expect(await heldBack(database, nowMs)).toEqual([])
  expect(await takeHeldBack(database, held?.key ?? '', nowMs)).toMatchObject({ ok: false })
  expect(await refresh(1510, T0 + 3 * HOUR_MS)).toMatchObject({ stored: 1 })
})

test('a lie that goes on for days does not become true by itself; a pause of days does not hold anything back', async () => {
  const lied = await installation()
  for (let hour = 0; hour <= 60; hour += 6) {
    const nowMs = T0 + hour * HOUR_MS
    await refreshPrices({ database: lied, config, sources: [pricing(hour === 0 ? 100 : 5000, nowMs)], nowMs })
  }
  expect((await loadRates(lied, 'USD', T0 + 60 * HOUR_MS)).price('BTC')?.price).toBe(100)
  const paused = await installation()
  await refreshPrices({ database: paused, config, sources: [pricing(100, T0)], nowMs: T0 })
  const later = T0 + 400 * DAY_MS
  await refreshPrices({ database: paused, config, sources: [pricing(5000, later)], nowMs: later })
  expect((await loadRates(paused, 'USD', later)).price('BTC')?.price).toBe(5000)
})

test('where the first source is not believed the next one speaks, and what it held back goes when it is mended', async () => {
  const database = await installation()
  await refreshPrices({ database, config, sources: [pricing(100, T0)], nowMs: T0 })
  const second = pricing(101, T0 + 1, 'mempool.space')
  await refreshPrices({ database, config, sources: [pricing(0.5, T0 + 1), second], nowMs: T0 + 1 })
  expect((await loadRates(database, 'USD', T0 + 1)).price('BTC')).toMatchObject({ price: 101, source: 'mempool.space' })
  expect(await heldBack(database, T0 + 1)).toHaveLength(1)
  await refreshPrices({ database, config, sources: [pricing(102, T0 + 2)], nowMs: T0 + 2 })
  expect(await heldBack(database, T0 + 2)).toEqual([])
})

test.each([0, -3, Number.NaN, Number.POSITIVE_INFINITY])(
  'a price of %j is never stored, not even the first',
  async (price) => {
    const database = await installation()
    const result = await refreshPrices({ database, config, sources: [pricing(price, T0)], nowMs: T0 })
    expect(result).toMatchObject({ stored: 0, problems: [expect.stringContaining('BTC')] })
    expect(await database.coinPrice.count()).toBe(0)
    expect(await heldBack(database, T0)).toEqual([])
  },
)

test('difficulties, rewards and what a marketplace pays are held back alike', async () => {
  const database = await installation()
  const source = (factors: { difficulty?: number; reward?: number; paid?: number }, nowMs: number): MarketSource => {
    const dated = { source: 'double', observedAtMs: nowMs }
    const { difficulty = 1, reward = 1, paid = 1 } = factors
    const network = {
      coin: 'ETC',
      difficulty: 1e15 * difficulty,
      rewardPerBlock: 2 * reward,
      height: 23_000_000,
      ...dated,
    }
    const market = { marketplace: 'nicehash', algorithm: 'etchash', coin: 'BTC', coinPerHash: 1e-18 * paid, ...dated }
    return {
      ...{ name: 'double', hosts: [] },
      fetchNetworks: async () => ({ ok: true, found: [network], problems: [] }),
      fetchMarketplaces: async () => ({ ok: true, found: [market], problems: [] }),
    }
  }
  const refresh = async (factors: { difficulty?: number; reward?: number; paid?: number }, nowMs: number) => {
    const context = { database, config, sources: [source(factors, nowMs)], nowMs }
    return [(await refreshNetworks(context)).stored, (await refreshMarketplaces(context)).stored]
  }
  expect(await refresh({}, T0)).toEqual([1, 1])
  expect(await refresh({ difficulty: 11 }, T0 + 1)).toEqual([0, 1])
  expect(await refresh({ reward: 0.05, paid: 20 }, T0 + 2)).toEqual([0, 0])
  const held = await heldBack(database, T0 + 2)
  expect(held.map(({ rate }) => rate.kind).sort()).toEqual(['marketplace', 'network'])
  for (const { key } of held) await takeHeldBack(database, key, T0 + 2)
  const rates = await loadRates(database, 'USD', T0 + 2)
  expect(rates.marketplace('nicehash', 'etchash')?.coinPerHash).toBeCloseTo(2e-17, 25)
  expect(rates.network('ETC')?.rewardPerBlock).toBe(0.1)
})

test('an answer of yesterday is no rate of now', async () => {
  const database = await installation()
  const result = await refreshPrices({ database, config, sources: [pricing(100, T0 - DAY_MS)], nowMs: T0 })
  expect(result).toMatchObject({ stored: 0, problems: [expect.stringContaining('2026-11-21')] })
})

test('a source that fails is asked less and less, and at once again after it answered', async () => {
  const database = await installation()
  let failing = true
  const askedAt: number[] = []
  const source = (nowMs: number): MarketSource => ({
    ...{ name: 'coingecko', hosts: [] },
    fetchPrices: async () => {
      askedAt.push((nowMs - T0) / MINUTE_MS)
      return failing ? { ok: false, reason: 'answered 503' } : { ok: true, found: [], problems: [] }
    },
  })
  const until = async (from: number, to: number) => {
    for (let minute = from; minute < to; minute += 5) {
      const nowMs = T0 + minute * MINUTE_MS
      await refreshPrices({ database, config, sources: [source(nowMs)], nowMs })
    }
  }
  await until(0, 300)
  expect(askedAt).toEqual([0, 5, 15, 35, 75, 135, 195, 255])
  failing = false
  await until(315, 326)
  expect(askedAt.slice(-3)).toEqual([315, 320, 325])
})

test('limited in one thing, a source is left alone in all; and none is asked faster than it allows', async () => {
  const database = await installation()
  const asked: string[] = []
  const source: MarketSource = {
    ...{ name: 'both', hosts: [], leastIntervalMs: 10 * MINUTE_MS },
    fetchPrices: async () => {
      asked.push('prices')
      return { ok: true, found: [], problems: [] }
    },
    fetchNetworks: async () => {
      asked.push('networks')
      return { ok: false, reason: 'asks for fewer requests', limited: true, retryAfterMs: HOUR_MS }
    },
  }
  const context = (minutes: number) => ({ database, config, sources: [source], nowMs: T0 + minutes * MINUTE_MS })
  await refreshPrices(context(0))
  await refreshPrices(context(5))
  await refreshPrices(context(10))
  await refreshNetworks(context(11))
  await refreshPrices(context(30))
  await refreshPrices(context(72))
  expect(asked).toEqual(['prices', 'prices', 'networks', 'prices'])
})

test('the owner says which source speaks first', async () => {
  const database = await installation()
  expect((await describeMarket(database, config)).sources.map(({ name }) => name)).toEqual([
    ...['coingecko', 'mempool.space', 'whattomine', 'nicehash'],
  ])
  await askFirst(database, config, 'mempool.space')
  expect(await describeMarket(database, config)).toMatchObject({ first: 'mempool.space' })
  expect(await askFirst(database, config, 'elsewhere')).toMatchObject({ ok: false })
})

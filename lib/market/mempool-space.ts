import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import type { CoinPrice } from '#lib/domain/explained-money'
import { subsidyToMiner } from '#lib/domain/subsidy'
import { DAY_MS } from '#lib/domain/units'
import { fiatRatios } from './coingecko.ts'
import { fetchJson } from './fetch-json.ts'
import type { FetchResult, MarketSource } from './market-source.ts'

const SATOSHI_PER_BITCOIN = 100_000_000
const REWARD_BLOCKS = 144
/** What its `/v1/prices` knows. */
const CURRENCIES = ['USD', 'EUR', 'GBP', 'CAD', 'CHF', 'AUD', 'JPY']

const hashRate = z.object({ currentDifficulty: z.number().positive() })
const satoshi = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)
const rewards = z.object({ endBlock: z.int().positive(), totalFee: satoshi })
const prices = z.looseObject({ time: z.number().positive() })
const price = z.number().positive()
const history = z.object({ prices: z.array(z.looseObject({ time: z.number().positive() })) })
/** Each day of the past is a request of its own: so many at once, and so long between two. */
const DAYS_AT_ONCE = 30
const PAUSE_MS = 1000
const adjustment = z.object({
  difficultyChange: z.number(),
  estimatedRetargetDate: z.number().positive(),
  nextRetargetHeight: z.int().positive(),
})
/** A moment below this is in seconds, as in an old sample of its documentation; the code says milliseconds. */
const LEAST_MILLISECONDS = 1e12

/**
 * Bitcoin by mempool.space, or a mempool of one's own (mempool/mempool, backend/src/api/mining/mining-routes.ts):
 * - `/v1/mining/hashrate/3d`: `currentDifficulty`;
 * - `/v1/mining/reward-stats/144`: sums over 144 blocks as strings in satoshi. A block pays its subsidy plus the mean
 *   fees, `totalFee ÷ 144`; the subsidy is that of the next height, so that a halving counts from its own block on;
 * - `/v1/prices`: price in seven currencies, Unix seconds;
 * - `/v1/historical-price?currency=EUR&timestamp=…`: `prices` of one, the last at or before that second, with its `time` and
 *   the price by currency; −1 where it has none (backend/src/repositories/PricesRepository.ts);
 * - `/v1/difficulty-adjustment` (backend/src/api/difficulty-adjustment.ts): `difficultyChange` in percent.
 *
 * @param baseUrl such as `https://mempool.space/api`
 */
export function mempoolSpace(baseUrl: string, options: { timeoutMs?: number; pauseMs?: number } = {}): MarketSource {
  const get = (path: string) => fetchJson(`${baseUrl}/v1/${path}`, options.timeoutMs)
  return {
    name: 'mempool.space',
    hosts: [new URL(baseUrl).host],
    pricedCoins: ['BTC'],
    async fetchNetworks(symbols) {
      if (!symbols.includes('BTC')) return { ok: true, found: [], problems: [] }
      const [difficultyAnswer, rewardAnswer] = await Promise.all([
        get('mining/hashrate/3d'),
        get(`mining/reward-stats/${REWARD_BLOCKS}`),
      ])
      if (!difficultyAnswer.ok) return difficultyAnswer
      if (!rewardAnswer.ok) return rewardAnswer
      const difficulty = hashRate.safeParse(difficultyAnswer.body)
      const reward = rewards.safeParse(rewardAnswer.body)
      if (!difficulty.success || !reward.success) return unknownForm
      const height = reward.data.endBlock
      const subsidy = subsidyToMiner('BTC', height + 1)
      if (subsidy === undefined) return unknownForm
      const rewardPerBlock = subsidy + reward.data.totalFee / REWARD_BLOCKS / SATOSHI_PER_BITCOIN
      return {
        ok: true,
        found: [
          {
            coin: 'BTC',
            difficulty: difficulty.data.currentDifficulty,
            height,
            rewardPerBlock,
            source: 'mempool.space',
            observedAtMs: Date.now(),
          },
        ],
        problems: [],
      }
    },
    async fetchNextDifficulties() {
      const fetched = await get('difficulty-adjustment')
      if (!fetched.ok) return fetched
      const parsed = adjustment.safeParse(fetched.body)
      if (!parsed.success) return unknownForm
      const { difficultyChange, estimatedRetargetDate: date, nextRetargetHeight: height } = parsed.data
      const atMs = date < LEAST_MILLISECONDS ? date * 1000 : date
      const told = { coin: 'BTC', height, atMs, change: difficultyChange / 100 }
      return { ok: true, found: [{ ...told, source: 'mempool.space', observedAtMs: Date.now() }], problems: [] }
    },
    async fetchPrices(coins, currency) {
      const nothing = { ok: true as const, found: [], problems: [] }
      if (!CURRENCIES.includes(currency) || !coins.some(({ symbol }) => symbol === 'BTC')) return nothing
      const fetched = await get('prices')
      if (!fetched.ok) return fetched
      const body = prices.safeParse(fetched.body)
      if (!body.success) return unknownForm
      const parsed = price.safeParse(body.data[currency])
      if (!parsed.success) return { ...nothing, problems: [`mempool.space told no usable price of BTC in ${currency}`] }
      const observedAtMs = Math.min(body.data.time * 1000, Date.now())
      const found = [{ coin: 'BTC', currency, price: parsed.data, source: 'mempool.space', observedAtMs }]
      return { ok: true, found, problems: [] }
    },
    async fetchDailyPrices({ symbol }, currency, daysMs) {
      const result = { ok: true as const, found: [] as CoinPrice[], problems: [] as string[] }
      if (symbol !== 'BTC' || !CURRENCIES.includes(currency)) return result
      for (const [index, dayMs] of daysMs.slice(0, DAYS_AT_ONCE).entries()) {
        if (index > 0) await setTimeout(options.pauseMs ?? PAUSE_MS)
        const fetched = await get(`historical-price?currency=${currency}&timestamp=${dayMs / 1000}`)
        if (!fetched.ok) {
          if (index === 0) return fetched
          return { ...result, problems: [...result.problems, fetched.reason], limited: fetched.limited }
        }
        const body = history.safeParse(fetched.body)
        if (!body.success) return unknownForm
        const [told] = body.data.prices
        const parsed = price.safeParse(told?.[currency])
        // In its early years it has a price a week; one of another day is none of this.
        if (!told || !parsed.success || Math.abs(told.time * 1000 - dayMs) >= DAY_MS) continue
        const dated = { source: 'mempool.space-daily', observedAtMs: dayMs }
        result.found.push({ coin: symbol, currency, price: parsed.data, ...dated })
      }
      return result
    },
    async fetchFiatRates(currencies, quote) {
      const wanted = currencies.filter((code) => CURRENCIES.includes(code))
      if (wanted.length === 0 || !CURRENCIES.includes(quote)) return { ok: true, found: [], problems: [] }
      const fetched = await get('prices')
      if (!fetched.ok) return fetched
      const body = prices.safeParse(fetched.body)
      if (!body.success) return unknownForm
      const observedAtMs = Math.min(body.data.time * 1000, Date.now())
      return fiatRatios(body.data, wanted, quote, { name: 'mempool.space', source: 'mempool.space', observedAtMs })
    },
  }
}

const unknownForm: FetchResult<never> = { ok: false, reason: 'mempool.space answered in a form that is not known' }

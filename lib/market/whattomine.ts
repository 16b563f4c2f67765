import { z } from 'zod'
import { type Coin, coinBySymbol } from '#lib/domain/coins'
import type { NetworkRate } from '#lib/domain/explained-money'
import { subsidyToMiner } from '#lib/domain/subsidy'
import { MINUTE_MS } from '#lib/domain/units'
import { fetchJson } from './fetch-json.ts'
import { positiveNumber } from './lenient-number.ts'
import type { MarketSource } from './market-source.ts'

const NAME = 'whattomine'

/** The numbers that its calculators' addresses carry. Bitcoin is left to a source that knows its fees. */
const COIN_IDS: Readonly<Record<string, number>> = {
  ...{ LTC: 4, DOGE: 6, DASH: 34, XMR: 101, ETC: 162, ZEC: 166, BCH: 193, RVN: 234, ERG: 340, KAS: 352 },
}

const told = z.object({
  tag: z.string(),
  block_time: positiveNumber,
  block_reward: positiveNumber.optional().catch(undefined),
  last_block: positiveNumber,
  difficulty: positiveNumber,
  nethash: positiveNumber.optional().catch(undefined),
  lagging: z.boolean().optional(),
  timestamp: positiveNumber.optional().catch(undefined),
})
const list = z.object({ coins: z.record(z.string(), z.unknown()) })
const tagged = z.object({ tag: z.string() })

/** Difficulty and network hash rate may be some hours apart; more is another way of counting. */
const LARGEST_DISAGREEMENT = 3
/** What a block tells to pay, by the subsidy of its height: fees above it, uncles beside it, and nothing much else. */
const REWARD_OF_SUBSIDY = { least: 0.9, most: 1.5 }

/**
 * Difficulty, height and reward of coins other than Bitcoin, by WhatToMine: `GET /coins.json` lists what graphics cards
 * mine by name, `GET /coins/162.json` tells one coin of any kind. A coin is `tag`, `block_time` (seconds, as text),
 * `block_reward`, `last_block`, `difficulty`, `nethash` (H/s), `lagging`, `timestamp` (Unix seconds); numbers come as
 * numbers or as text. It is not documented by WhatToMine itself: the form is that of an answer recorded on 2026-10-05 and
 * of public clients (miroppb/HiveOSAutoSwitcher `WTM_site.cs`). So a difficulty must agree with the network's hash rate,
 * and a reward with the subsidy of its height; else the subsidy alone counts.
 *
 * @param baseUrl such as `https://whattomine.com`
 */
export function whatToMine(baseUrl: string, options: { timeoutMs?: number } = {}): MarketSource {
  const get = (path: string) => fetchJson(`${baseUrl}/${path}`, options.timeoutMs)
  return {
    name: NAME,
    hosts: [new URL(baseUrl).host],
    leastIntervalMs: 10 * MINUTE_MS,
    async fetchNetworks(symbols) {
      const wanted = new Set(symbols.filter((symbol) => COIN_IDS[symbol] !== undefined))
      const result = { ok: true as const, found: [] as NetworkRate[], problems: [] as string[] }
      if (wanted.size === 0) return result
      const listed = await get('coins.json')
      if (!listed.ok) return listed
      const coins = list.safeParse(listed.body)
      if (!coins.success) return { ok: false, reason: 'WhatToMine answered in a form that is not known' }
      for (const entry of Object.values(coins.data.coins)) {
        const tag = tagged.safeParse(entry)
        if (tag.success && wanted.delete(tag.data.tag)) take(result, tag.data.tag, entry)
      }
      // One after the other: a service that gives this away is not to be asked for seven coins at once.
      for (const symbol of wanted) {
        const fetched = await get(`coins/${COIN_IDS[symbol]}.json`)
        if (fetched.ok) take(result, symbol, fetched.body)
        else {
          result.problems.push(fetched.reason)
          if (fetched.limited) return { ...result, limited: true, retryAfterMs: fetched.retryAfterMs }
        }
      }
      return result
    },
  }
}

function take(result: { found: NetworkRate[]; problems: string[] }, symbol: string, entry: unknown): void {
  const coin = coinBySymbol(symbol)
  const rate = coin && rateOf(coin, entry)
  if (typeof rate === 'object') result.found.push(rate)
  else result.problems.push(`WhatToMine told no usable difficulty of ${symbol}${rate ? `: ${rate}` : ''}`)
}

/** The rate, or why there is none. */
function rateOf(coin: Coin, entry: unknown): NetworkRate | string {
  const parsed = told.safeParse(entry)
  if (!parsed.success) {
    return `${parsed.error.issues.map(({ path }) => path.join('.')).join(', ')} is missing or not a number above 0`
  }
  const { tag, difficulty, nethash, last_block: height, block_time: blockSeconds, lagging, timestamp } = parsed.data
  if (tag !== coin.symbol) return `it speaks of ${tag}`
  if (lagging) return 'its own view of the chain lags behind'
  if (nethash !== undefined) {
    const factor = (difficulty * coin.hashesPerDifficulty) / blockSeconds / nethash
    if (factor > LARGEST_DISAGREEMENT || factor < 1 / LARGEST_DISAGREEMENT) {
      return `difficulty ${difficulty} does not agree with a network of ${nethash} H/s`
    }
  }
  const nowMs = Date.now()
  const observedAtMs = timestamp === undefined ? nowMs : Math.min(timestamp * 1000, nowMs)
  const subsidy = subsidyToMiner(coin.symbol, height, observedAtMs)
  if (!subsidy) return `what block ${height} pays its miner is not known`
  const share = (parsed.data.block_reward ?? 0) / subsidy
  const trusted = share >= REWARD_OF_SUBSIDY.least && share <= REWARD_OF_SUBSIDY.most
  const rewardPerBlock = trusted ? share * subsidy : subsidy
  return { coin: coin.symbol, difficulty, height, rewardPerBlock, source: NAME, observedAtMs }
}

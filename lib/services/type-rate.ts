import { z } from 'zod'
import type { Database } from '#lib/db/database'
import { saveSetting } from '#lib/db/settings'
import { canonicalAlgorithm } from '#lib/domain/algorithms'
import { coinBySymbol, notMinable, notMinedAt } from '#lib/domain/coins'
import { MARKETPLACES } from '#lib/domain/payers'
import { subsidyToMiner } from '#lib/domain/subsidy'
import { HOUR_MS } from '#lib/domain/units'
import { isFiatCurrency } from '#lib/market/fiat-currencies'
import { closedHoursSince, refused, refusedInput, type Saved } from './saved.ts'
import { typedRateName } from './typed-rates.ts'

const coin = z.string().trim().toUpperCase().min(1, 'Name a coin').max(20, 'A symbol has at most 20 letters')
const figure = z.number('Write a number').positive('Write a number above 0')
const fromMs = z.int().nonnegative().optional()

const typedRate = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('price'),
    coin,
    currency: z.string().refine(isFiatCurrency, 'This currency is not known'),
    price: figure.nullable(),
    fromMs,
  }),
  z.object({
    kind: z.literal('network'),
    coin,
    difficulty: figure.nullable(),
    rewardPerBlock: figure.optional(),
    height: z.int().positive('Write a height above 0').optional(),
    fromMs,
  }),
  z.object({
    kind: z.literal('marketplace'),
    marketplace: z.enum(MARKETPLACES),
    algorithm: z.string().min(1).transform(canonicalAlgorithm),
    coin: coin.default('BTC'),
    coinPerHash: figure.nullable(),
    fromMs,
  }),
])

export type TypedRateInput = z.input<typeof typedRate>

/**
 * Takes a rate the owner types in. It speaks from the hour of `fromMs` (now, when absent) and holds, whatever is
 * observed meanwhile, until another is typed or null removes it. The difficulty of a coin that left mining can be typed of the
 * time before. A network's reward may be left out where the height
 * (or the coin alone) tells it.
 */
export async function typeRate(database: Database, input: TypedRateInput, nowMs = Date.now()): Promise<Saved> {
  const parsed = typedRate.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  const rate = parsed.data
  const hourMs = Math.floor((rate.fromMs ?? nowMs) / HOUR_MS) * HOUR_MS
  if (hourMs > nowMs) return refused('fromMs', 'Choose a day that has begun')
  const gone = rate.kind === 'network' ? notMinedAt(rate.coin, hourMs) : undefined
  if (gone) return refused('coin', `${gone.explanation} Of the time before, choose the day since when it held.`)
  if (rate.kind === 'price') {
    const value = rate.price === null ? null : { price: rate.price }
    await saveSetting(database, typedRateName.price(rate.coin, rate.currency), hourMs, value)
  } else if (rate.kind === 'marketplace') {
    const value = rate.coinPerHash === null ? null : { coin: rate.coin, coinPerHash: rate.coinPerHash }
    await saveSetting(database, typedRateName.marketplace(rate.marketplace, rate.algorithm), hourMs, value)
  } else {
    if (!coinBySymbol(rate.coin) && !notMinable(rate.coin))
      return refused('coin', `How ${rate.coin} is mined is not known`)
    const { height, difficulty } = rate
    const rewardPerBlock = rate.rewardPerBlock ?? rewardOf(rate.coin, height, hourMs)
    if (difficulty !== null && rewardPerBlock === undefined) {
      return refused('rewardPerBlock', 'Write what a block pays its miner, or the height of the chain')
    }
    const value = difficulty === null ? null : { difficulty, rewardPerBlock, height }
    await saveSetting(database, typedRateName.network(rate.coin), hourMs, value)
  }
  const recompute = closedHoursSince(hourMs, nowMs, { what: 'money', reason: 'rates changed' })
  return { ok: true, changes: [{ kind: 'rates' }], recompute }
}

function rewardOf(symbol: string, height: number | undefined, atMs: number): number | undefined {
  if (height !== undefined) return subsidyToMiner(symbol, height, atMs)
  // Without a height only what no height changes is certain: the reward far ahead is that of today.
  const [today, later] = [subsidyToMiner(symbol, FAR_BEHIND, atMs), subsidyToMiner(symbol, FAR_AHEAD, atMs)]
  return today === later ? today : undefined
}

const FAR_BEHIND = 5_000_000
const FAR_AHEAD = 50_000_000

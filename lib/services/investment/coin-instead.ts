import { dateInWords } from '#lib/domain/date-words'
import type { Investment } from '#lib/domain/investment'
import { localDayOf } from '#lib/domain/ledger/local-days'
import { fromNano } from '#lib/domain/money'
import type { CoinInstead } from '#lib/wire/investment'
import type { DayRates } from './day-rates.ts'
import { type EarnedMonth, middleOf } from './earned-months.ts'

/** What is compared where nothing was mined yet. */
const USUAL_COIN = 'BTC'
const PICO = 1e12

export type InsteadContext = {
  rates: DayRates
  /** Of now, as everywhere on the pages. */
  priceNow(coin: string): number | undefined
  /** Mean price of a month by the ledger itself, where a day's own is not known. */
  monthPrice(coin: string, period: number): number | undefined
  timeZone: string
}

/**
 * "Had you bought the coin instead": everything spent turned into coin at the price of its day, against the coins that
 * were mined, less what they cost (and plus resales and other coins) at the price of its month or day. The coin is the
 * one that brought most. A price that is not known makes the comparison unknown.
 */
export async function coinInstead(
  paid: readonly Investment[],
  months: readonly EarnedMonth[],
  context: InsteadContext,
): Promise<{ instead: CoinInstead } | { unknown: string }> {
  const coin = mainCoin(months)
  const price = context.priceNow(coin)
  if (price === undefined) return { unknown: `the price of ${coin} is not known` }
  let boughtCoins = 0
  let minedCoins = 0
  for (const { kind, amountNano, atMs } of paid) {
    const day = localDayOf(atMs, context.timeZone)
    const then = (await context.rates.price(coin, atMs)) ?? context.monthPrice(coin, Math.floor(day / 100))
    if (then === undefined) return { unknown: `the price of ${coin} on ${dateInWords(day)} is not known` }
    if (kind === 'resale') minedCoins += fromNano(amountNano) / then
    else boughtCoins += fromNano(amountNano) / then
  }
  for (const { period, coins, revenueNano, costNano } of months) {
    const own = coins.get(coin)
    minedCoins += Number(own?.coinPico ?? 0n) / PICO
    const rest = fromNano(revenueNano - (own?.revenueNano ?? 0n) - costNano)
    if (rest === 0) continue
    const then =
      context.monthPrice(coin, period) ?? (await context.rates.price(coin, middleOf(period, context.timeZone)))
    if (then === undefined) {
      return { unknown: `the price of ${coin} in ${dateInWords(period * 100)} is not known` }
    }
    minedCoins += rest / then
  }
  return { instead: { coin, boughtCoins, minedCoins, price } }
}

/** What the ledger's own amounts say a coin cost in a month: money ÷ coins of all that were valued. */
export function meanPrices(months: readonly EarnedMonth[]): InsteadContext['monthPrice'] {
  const prices = new Map<string, number>()
  for (const { period, coins, unvaluedMs } of months) {
    // Coins without a price would make it seem lower.
    if (unvaluedMs > 0) continue
    for (const [coin, { coinPico, revenueNano }] of coins) {
      if (coinPico > 0n && revenueNano > 0n) {
        prices.set(`${coin}/${period}`, fromNano(revenueNano) / (Number(coinPico) / PICO))
      }
    }
  }
  return (coin, period) => prices.get(`${coin}/${period}`)
}

function mainCoin(months: readonly EarnedMonth[]): string {
  const revenue = new Map<string, bigint>()
  for (const { coins } of months) {
    for (const [coin, sum] of coins) revenue.set(coin, (revenue.get(coin) ?? 0n) + sum.revenueNano)
  }
  const [first] = [...revenue].sort((one, other) => (one[1] < other[1] ? 1 : one[1] > other[1] ? -1 : 0))
  return first?.[0] ?? USUAL_COIN
}

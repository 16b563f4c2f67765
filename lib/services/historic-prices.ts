import { z } from 'zod'
import type { Database } from '#lib/db/database'
import { daysWithPrice, findPrice, pricesAround, savePrices } from '#lib/db/rates'
import { datedSetting, saveSetting } from '#lib/db/settings'
import { unpricedMoments } from '#lib/db/unpriced'
import { coinBySymbol, notMinable } from '#lib/domain/coins'
import type { CoinPrice } from '#lib/domain/explained-money'
import { DAY_MS } from '#lib/domain/units'
import { whyHeldBack } from '#lib/market/plausible-rate'
import { askSources, type RefreshContext, type RefreshResult } from './ask-sources.ts'
import { currencyAt, datedCurrencies } from './currency.ts'
import { closedHoursSince, type Recompute } from './saved.ts'

/** A span longer than this is not asked for at once. */
const MOST_DAYS = 4000
/** A day that no source knew is asked for again only after so long. */
const ASK_AGAIN_AFTER_MS = DAY_MS

export type HistoryResult = RefreshResult & {
  /** Days that still have no price. */
  missing: number
  /** The closed hours whose worth the new prices may change. */
  recompute?: Recompute
}

/**
 * Fetches the price of a coin at the beginning (UTC) of every day of `[fromMs, toMs]` that has no price yet, today left
 * out. Nothing that was observed, typed in or imported is replaced. Sources limit how much comes in one call: call it
 * again while `missing` falls.
 */
export function fillHistoricPrices(
  context: RefreshContext,
  coin: string,
  currency: string,
  fromMs: number,
  toMs: number,
): Promise<HistoryResult> {
  const days: number[] = []
  for (let dayMs = startOfDay(fromMs); dayMs <= toMs && days.length < MOST_DAYS; dayMs += DAY_MS) days.push(dayMs)
  return fillDays(context, coin, currency, days)
}

/**
 * Fetches what is wanted of the past: the days of receipts that are not valued yet, in the currency of their time, and
 * those of outlays in other currencies (by a bitcoin's price in both). What no source knew is left alone for a day.
 */
export async function fillWantedHistory(context: RefreshContext): Promise<HistoryResult> {
  const { database, nowMs = Date.now() } = context
  const currencies = await datedCurrencies(database)
  const wanted = new Map<string, Set<number>>()
  const want = (coin: string, currency: string, atMs: number) => {
    const key = `${coin}/${currency}`
    wanted.set(key, (wanted.get(key) ?? new Set()).add(startOfDay(atMs)))
  }
  const { receipts, outlays } = await unpricedMoments(database)
  for (const { coin, atMs } of receipts) want(coin, currencyAt(currencies, atMs), atMs)
  const present = currencyAt(currencies, nowMs)
  for (const { currency, atMs } of outlays) {
    if (currency !== present) for (const code of [currency, present]) want('BTC', code, atMs)
  }
  const total: HistoryResult = { changes: [], stored: 0, problems: [], answered: 0, missing: 0 }
  for (const [key, days] of wanted) {
    const [coin = '', currency = ''] = key.split('/')
    const asked = await askedLately(database, key, nowMs)
    const fresh = [...days].filter((dayMs) => !asked.has(dayMs)).sort((one, other) => one - other)
    if (fresh.length === 0) continue
    const result = await fillDays({ ...context, nowMs }, coin, currency, fresh)
    const unknown = result.answered > 0 && result.stored === 0 && result.problems.length === 0
    if (unknown) await rememberAsked(database, key, fresh, nowMs)
    total.changes.push(...result.changes)
    total.stored += result.stored
    total.answered += result.answered
    total.problems.push(...result.problems)
    total.missing += result.missing
    total.recompute = earlier(total.recompute, result.recompute)
  }
  return { ...total, changes: total.changes.slice(0, 1) }
}

async function fillDays(
  context: RefreshContext,
  symbol: string,
  currency: string,
  days: number[],
): Promise<HistoryResult> {
  const { database, nowMs = Date.now() } = context
  const past = days.filter((dayMs) => dayMs < startOfDay(nowMs))
  const known = await daysWithPrice(database, { coin: symbol, currency }, past)
  const missing = new Set(past.filter((dayMs) => !known.has(dayMs)))
  const coin = { symbol, coingeckoId: coinBySymbol(symbol)?.coingeckoId ?? formerId(symbol) }
  let firstMs: number | undefined
  const result = await askSources<CoinPrice>({ ...context, nowMs }, 'history', {
    fetch: (source) => (missing.size > 0 ? source.fetchDailyPrices?.(coin, currency, [...missing]) : undefined),
    save: async (price) => {
      const dayMs = price.observedAtMs
      if (!missing.has(dayMs)) return undefined
      const doubt = await doubtOf(database, price, dayMs)
      if (doubt) return doubt
      if (await findPrice(database, symbol, currency, dayMs)) return undefined
      await savePrices(database, [{ ...price, hourMs: dayMs }])
      missing.delete(dayMs)
      firstMs = Math.min(firstMs ?? dayMs, dayMs)
      return undefined
    },
  })
  const recompute =
    firstMs === undefined ? undefined : closedHoursSince(firstMs, nowMs, { what: 'money', reason: 'rates changed' })
  return { ...result, missing: missing.size, recompute }
}

/** A day is measured against the nearest known price of the days about it. */
async function doubtOf(database: Database, price: CoinPrice, dayMs: number): Promise<string | undefined> {
  const { before, after } = await pricesAround(database, price, dayMs)
  const what = `The price of ${price.coin} on ${new Date(dayMs).toISOString().slice(0, 10)}`
  const [near] = [before, after]
    .filter((row) => row !== undefined)
    .filter(({ hourMs, source }) => Math.abs(hourMs - dayMs) <= DAY_MS && source !== 'snapshot')
  return whyHeldBack(what, price.price, near && { figure: near.price, observedAtMs: dayMs }, dayMs)
}

/** Ethereum is no coin to mine any more, but receipts of its time have a price. */
function formerId(symbol: string): string | undefined {
  return notMinable(symbol) ? 'ethereum' : undefined
}

const askedValue = z.object({ askedAtMs: z.number(), daysMs: z.array(z.number()) })

async function askedLately(database: Database, key: string, nowMs: number): Promise<Set<number>> {
  const [row] = await datedSetting(database, `history-asked/${key}`)
  const asked = askedValue.safeParse(row?.value)
  return new Set(asked.success && nowMs - asked.data.askedAtMs < ASK_AGAIN_AFTER_MS ? asked.data.daysMs : [])
}

function rememberAsked(database: Database, key: string, daysMs: number[], nowMs: number): Promise<void> {
  return saveSetting(database, `history-asked/${key}`, 0, { askedAtMs: nowMs, daysMs })
}

function earlier(one: Recompute | undefined, other: Recompute | undefined): Recompute | undefined {
  if (!one || !other) return one ?? other
  return one.fromMs <= other.fromMs ? one : other
}

function startOfDay(atMs: number): number {
  return Math.floor(atMs / DAY_MS) * DAY_MS
}

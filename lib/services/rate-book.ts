import type { RateRows } from '#lib/db/rates'
import type { CoinPrice, MarketplaceRate, NetworkRate, Rates } from '#lib/domain/explained-money'
import type { TypedRates } from './typed-rates.ts'

/** The rates of any moment of a span. */
export type RateBook = {
  /** What was known at `atMs`: of each rate the last one of its hour or an earlier one, however old, and its age with it. */
  at(atMs: number): Rates
}

/**
 * Puts observed rates and typed ones together. What the owner typed speaks for its coin from the hour it was typed in
 * until it is removed, whatever is observed meanwhile; elsewhere the last observation is carried forward. Before the
 * first of both the rate is unknown. Rows must be ascending by hour.
 */
export function bindRates(currency: string, rows: RateRows, typed: TypedRates): RateBook {
  const prices = index(rows.prices, (row) => row.coin)
  const networks = index(rows.networks, (row) => row.coin)
  const marketplaces = index(rows.marketplaces, (row) => `${row.marketplace}/${row.algorithm}`)
  return {
    at: (atMs) => ({
      currency,
      // Every rig asks for the same few coins, quarter by quarter.
      price: once((coin: string): CoinPrice | undefined => {
        const held = lastBy(typed.prices.get(`${coin}/${currency}`), (row) => row.fromMs, atMs)
        if (held?.rate) {
          return { coin, currency, price: held.rate.price, source: 'typed', observedAtMs: held.fromMs }
        }
        return lastBy(prices.get(coin), (row) => row.hourMs, atMs)
      }),
      network: once((coin: string): NetworkRate | undefined => {
        const held = lastBy(typed.networks.get(coin), (row) => row.fromMs, atMs)
        if (held?.rate) return { coin, ...held.rate, source: 'typed', observedAtMs: held.fromMs }
        return lastBy(networks.get(coin), (row) => row.hourMs, atMs)
      }),
      marketplace(name, algorithm): MarketplaceRate | undefined {
        const held = lastBy(typed.marketplaces.get(`${name}/${algorithm}`), (row) => row.fromMs, atMs)
        if (held?.rate) {
          return { marketplace: name, algorithm, ...held.rate, source: 'typed', observedAtMs: held.fromMs }
        }
        return lastBy(marketplaces.get(`${name}/${algorithm}`), (row) => row.hourMs, atMs)
      },
    }),
  }
}

/** Looks each coin up once. */
function once<Rate>(look: (coin: string) => Rate | undefined): (coin: string) => Rate | undefined {
  const seen = new Map<string, Rate | undefined>()
  return (coin) => {
    if (seen.has(coin)) return seen.get(coin)
    const rate = look(coin)
    seen.set(coin, rate)
    return rate
  }
}

function index<Row>(rows: Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const byKey = new Map<string, Row[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const list = byKey.get(key)
    if (list) list.push(row)
    else byKey.set(key, [row])
  }
  return byKey
}

// Binary search: a year of hours is asked for hour by hour.
function lastBy<Row>(rows: Row[] | undefined, momentOf: (row: Row) => number, atMs: number): Row | undefined {
  if (!rows) return undefined
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const row = rows[middle]
    if (row !== undefined && momentOf(row) <= atMs) low = middle + 1
    else high = middle
  }
  return low === 0 ? undefined : rows[low - 1]
}

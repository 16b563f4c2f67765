import type { Database } from '#lib/db/database'
import { currencyAt, type DatedCurrency } from './currency.ts'
import { ratesBetween } from './load-rates.ts'
import { bindRates, type RateBook } from './rate-book.ts'

/** The rates of a span, each hour in the currency that the installation had then. */
export async function datedRates(
  database: Database,
  settings: { currencies: DatedCurrency[] },
  fromMs: number,
  toMs: number,
): Promise<RateBook> {
  const { currencies } = settings
  const currencyOf = (atMs: number) => currencyAt(currencies, atMs)
  const within = currencies.filter((row) => row.fromMs > fromMs && row.fromMs <= toMs)
  const wanted = new Set([currencyOf(fromMs), ...within.map(({ currency }) => currency)])
  const books = new Map<string, RateBook>()
  for (const currency of wanted) books.set(currency, await ratesBetween(database, currency, fromMs, toMs))
  const none = bindRates(currencyOf(fromMs), { prices: [], networks: [], marketplaces: [] }, NOTHING_TYPED)
  return { at: (atMs) => (books.get(currencyOf(atMs)) ?? none).at(atMs) }
}

const NOTHING_TYPED = { prices: new Map(), networks: new Map(), marketplaces: new Map() }

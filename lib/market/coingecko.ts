import { z } from 'zod'
import type { CoinPrice } from '#lib/domain/explained-money'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import { fetchJson } from './fetch-json.ts'
import type { FiatQuote, MarketSource } from './market-source.ts'

const answer = z.record(z.string(), z.record(z.string(), z.unknown()))
const price = z.number().positive()
const observedSeconds = z.number().positive()
const chart = z.object({ prices: z.array(z.tuple([z.number(), z.unknown()])) })
/** How far back it answers without a key. */
const REACH_DAYS = 365

/**
 * Prices by CoinGecko's keyless public API: `GET /simple/price?ids=…&vs_currencies=…&include_last_updated_at=true`
 * answers `{ bitcoin: { usd: 65000, last_updated_at: 1700000000 } }`, last_updated_at in Unix seconds
 * (docs.coingecko.com, "Coin Price by IDs"). A coin it does not know is missing from the answer. All coins come in one
 * request, because the limit (about 30 a minute for an address) counts requests.
 *
 * Days of the past by `GET /coins/{id}/market_chart?vs_currency=…&days=…&interval=daily`: `prices` of `[ms, price]`, one at
 * 00:00 UTC of each day and a last one of now; without a key it reaches 365 days back ("Coin Historical Chart Data by ID").
 * Fiat rates are the ratio of a bitcoin's prices in two currencies, told in one answer.
 *
 * @param baseUrl such as `https://api.coingecko.com/api/v3`
 */
export function coinGecko(baseUrl: string, options: { timeoutMs?: number } = {}): MarketSource {
  return {
    name: 'coingecko',
    hosts: [new URL(baseUrl).host],
    async fetchPrices(coins, currency) {
      const known = coins.flatMap(({ symbol, coingeckoId }) => (coingeckoId ? [{ symbol, coingeckoId }] : []))
      const query = new URLSearchParams({
        ids: known.map(({ coingeckoId }) => coingeckoId).join(','),
        vs_currencies: currency.toLowerCase(),
        include_last_updated_at: 'true',
        precision: 'full',
      })
      const fetched = await fetchJson(`${baseUrl}/simple/price?${query}`, options.timeoutMs)
      if (!fetched.ok) return fetched
      const body = answer.safeParse(fetched.body)
      if (!body.success) return unknownForm
      const found: CoinPrice[] = []
      const problems: string[] = []
      for (const { symbol, coingeckoId } of known) {
        const figures = body.data[coingeckoId]
        if (!figures) continue
        const parsed = price.safeParse(figures[currency.toLowerCase()])
        const observed = observedSeconds.safeParse(figures.last_updated_at)
        if (!parsed.success) {
          const told = JSON.stringify(figures[currency.toLowerCase()] ?? 'nothing')
          problems.push(`CoinGecko told no usable price of ${symbol} in ${currency}: ${told.slice(0, 40)}`)
          continue
        }
        found.push({
          coin: symbol,
          currency,
          price: parsed.data,
          source: 'coingecko',
          observedAtMs: observed.success ? Math.min(observed.data * 1000, Date.now()) : Date.now(),
        })
      }
      return { ok: true, found, problems }
    },
    async fetchDailyPrices({ symbol, coingeckoId }, currency, daysMs) {
      const nowMs = Date.now()
      const within = new Set(daysMs.filter((dayMs) => dayMs > nowMs - REACH_DAYS * DAY_MS))
      if (coingeckoId === undefined || within.size === 0) return { ok: true, found: [], problems: [] }
      const days = Math.min(REACH_DAYS, Math.ceil((nowMs - Math.min(...within)) / DAY_MS) + 1)
      const query = new URLSearchParams({
        ...{ vs_currency: currency.toLowerCase(), days: String(days), interval: 'daily', precision: 'full' },
      })
      const fetched = await fetchJson(`${baseUrl}/coins/${coingeckoId}/market_chart?${query}`, options.timeoutMs)
      if (!fetched.ok) return fetched
      const body = chart.safeParse(fetched.body)
      if (!body.success) return unknownForm
      const found: CoinPrice[] = []
      let unusable = 0
      for (const [atMs, told] of body.data.prices) {
        const dayMs = Math.floor(atMs / DAY_MS) * DAY_MS
        if (!within.has(dayMs) || atMs - dayMs >= HOUR_MS) continue
        const parsed = price.safeParse(told)
        if (!parsed.success) unusable += 1
        else {
          found.push({ coin: symbol, currency, price: parsed.data, source: 'coingecko-daily', observedAtMs: dayMs })
        }
      }
      const problems = unusable === 0 ? [] : [`CoinGecko told no usable price of ${symbol} for ${unusable} days`]
      return { ok: true, found, problems }
    },
    async fetchFiatRates(currencies, quote) {
      const wanted = [quote, ...currencies].map((code) => code.toLowerCase())
      const query = new URLSearchParams({
        ...{ ids: 'bitcoin', vs_currencies: wanted.join(','), include_last_updated_at: 'true', precision: 'full' },
      })
      const fetched = await fetchJson(`${baseUrl}/simple/price?${query}`, options.timeoutMs)
      if (!fetched.ok) return fetched
      const body = answer.safeParse(fetched.body)
      if (!body.success) return unknownForm
      const figures = body.data.bitcoin ?? {}
      const observed = observedSeconds.safeParse(figures.last_updated_at)
      const observedAtMs = observed.success ? Math.min(observed.data * 1000, Date.now()) : Date.now()
      return fiatRatios(figures, currencies, quote, { name: 'CoinGecko', source: 'coingecko', observedAtMs })
    },
  }
}

const unknownForm = { ok: false as const, reason: 'CoinGecko answered in a form that is not known' }

/** What currencies cost in another, from a bitcoin's price in each, by code in lower or upper case. */
export function fiatRatios(
  bitcoin: Record<string, unknown>,
  currencies: string[],
  quote: string,
  told: { name: string; source: string; observedAtMs: number },
): { ok: true; found: FiatQuote[]; problems: string[] } {
  const priceIn = (code: string) => price.safeParse(bitcoin[code] ?? bitcoin[code.toLowerCase()]).data
  const found: FiatQuote[] = []
  const problems: string[] = []
  const { name, source, observedAtMs } = told
  const inQuote = priceIn(quote)
  for (const currency of currencies) {
    const inCurrency = priceIn(currency)
    if (inQuote === undefined || inCurrency === undefined)
      problems.push(`${name} told no rate of ${currency} in ${quote}`)
    else found.push({ currency, quote, rate: inQuote / inCurrency, source, observedAtMs })
  }
  return { ok: true, found, problems }
}

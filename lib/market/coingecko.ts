import { z } from 'zod'
import type { CoinPrice } from '#lib/domain/explained-money'
import { fetchJson } from './fetch-json.ts'
import type { MarketSource } from './market-source.ts'

const answer = z.record(z.string(), z.record(z.string(), z.unknown()))
const price = z.number().positive()
const observedSeconds = z.number().positive()

/**
 * Prices by CoinGecko's keyless public API: `GET /simple/price?ids=…&vs_currencies=…&include_last_updated_at=true`
 * answers `{ bitcoin: { usd: 65000, last_updated_at: 1700000000 } }`, last_updated_at in Unix seconds
 * (docs.coingecko.com, "Coin Price by IDs"). A coin it does not know is missing from the answer. All coins come in one
 * request, because the limit (about 30 a minute for an address) counts requests.
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
      if (!body.success) return { ok: false, reason: 'CoinGecko answered in a form that is not known' }
      const found: CoinPrice[] = []
      const problems: string[] = []
      for (const { symbol, coingeckoId } of known) {
        const figures = body.data[coingeckoId]
        if (!figures) continue
        const parsed = price.safeParse(figures[currency.toLowerCase()])
        const observed = observedSeconds.safeParse(figures.last_updated_at)
        if (!parsed.success) {
          problems.push(`CoinGecko told no usable price of ${symbol} in ${currency}`)
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
  }
}

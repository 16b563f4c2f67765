import { expect, test } from 'vitest'
import { COINS } from '#lib/domain/coins'
import { coinGecko } from '#lib/market/coingecko'
import { json, webDouble } from './web-double.ts'

// Shape: docs.coingecko.com, "Coin Price by IDs" (`GET /simple/price` with include_last_updated_at).
const documented = {
  bitcoin: { usd: 65000.5, last_updated_at: 1_700_000_000 },
  monero: { usd: 160, last_updated_at: 1_700_000_010 },
}

test('prices come with their source and the moment they were observed', async () => {
  const web = await webDouble((_, response) => json(response, documented))
  const result = await coinGecko(web.url).fetchPrices?.([...COINS], 'USD')
  expect(result).toEqual({
    ok: true,
    found: [
      { coin: 'BTC', currency: 'USD', price: 65000.5, source: 'coingecko', observedAtMs: 1_700_000_000_000 },
      { coin: 'XMR', currency: 'USD', price: 160, source: 'coingecko', observedAtMs: 1_700_000_010_000 },
    ],
    problems: [],
  })
})

test('all coins come in one request, in the currency asked for', async () => {
  const web = await webDouble((_, response) => json(response, {}))
  await coinGecko(web.url).fetchPrices?.([...COINS], 'EUR')
  expect(web.asked).toHaveLength(1)
  const query = new URL(web.asked[0] ?? '', web.url).searchParams
  expect(query.get('vs_currencies')).toBe('eur')
  expect(query.get('ids')?.split(',')).toContain('ethereum-classic')
  expect(query.get('ids')?.split(',')).toHaveLength(COINS.length)
})

test('a coin that is not known is missing, not an error', async () => {
  const web = await webDouble((_, response) => json(response, documented))
  const result = await coinGecko(web.url).fetchPrices?.([{ symbol: 'KAS', coingeckoId: 'kaspa' }], 'USD')
  expect(result).toEqual({ ok: true, found: [], problems: [] })
})

test.each([0, -5, '65000', null])('a price of %j is left out with a reason', async (usd) => {
  const web = await webDouble((_, response) => json(response, { bitcoin: { usd } }))
  const result = await coinGecko(web.url).fetchPrices?.([{ symbol: 'BTC', coingeckoId: 'bitcoin' }], 'USD')
  expect(result).toMatchObject({ ok: true, found: [], problems: [expect.stringContaining('BTC')] })
})

test('being asked to wait is told with how long, and an error with its status', async () => {
  const busy = await webDouble((_, response) => json(response, {}, 429, { 'retry-after': '90' }))
  expect(await coinGecko(busy.url).fetchPrices?.([...COINS], 'USD')).toMatchObject({ ok: false, retryAfterMs: 90_000 })
  const broken = await webDouble((_, response) => json(response, {}, 500))
  expect(await coinGecko(broken.url).fetchPrices?.([...COINS], 'USD')).toMatchObject({
    ok: false,
    reason: expect.stringContaining('answered 500'),
  })
})

test('nonsense, another shape, a redirect, silence and a flood are reasons, not crashes', async () => {
  const reasonOf = async (url: string) => {
    const result = await coinGecko(url, { timeoutMs: 300 }).fetchPrices?.([...COINS], 'USD')
    return result?.ok === false ? result.reason : 'it succeeded'
  }
  const page = await webDouble((_, response) => response.end('<html>blocked</html>'))
  expect(await reasonOf(page.url)).toContain('not JSON')
  const list = await webDouble((_, response) => json(response, [1, 2]))
  expect(await reasonOf(list.url)).toContain('not known')
  const elsewhere = await webDouble((_, response) => json(response, {}, 302, { location: 'http://127.0.0.1:9/' }))
  expect(await reasonOf(elsewhere.url)).toContain('could not be reached')
  const silent = await webDouble(() => {})
  expect(await reasonOf(silent.url)).toContain('did not answer within')
  const flood = await webDouble((_, response) => response.end(' '.repeat(1_500_000)))
  expect(await reasonOf(flood.url)).toContain('more than')
})

import { expect, test } from 'vitest'
import { niceHash } from '#lib/market/nicehash'
import { json, webDouble } from './web-double.ts'

// Shape and unit: an answer of /main/api/v2/public/stats/global/current of about 2019 kept in a public client
// (`{"algos":[{"a":20,"p":1.3073810673908684E-4,"s":2.9801158928941143E12}, …]}`), and of /main/api/v2/mining/algorithms/
// (`{"miningAlgorithms":[{"algorithm":"SCRYPT","order":0,"marketFactor":"1000000000000",…}]}`).
const algorithms = {
  miningAlgorithms: [
    { algorithm: 'SCRYPT', title: 'Scrypt', enabled: true, order: 0, marketFactor: '1000000000000' },
    { algorithm: 'SHA256', title: 'SHA256', enabled: true, order: 1, marketFactor: '1000000000000000000' },
    { algorithm: 'DAGGERHASHIMOTO', title: 'DaggerHashimoto', enabled: true, order: 20 },
    { algorithm: 'SHA256ASICBOOST', title: 'SHA256AsicBoost', enabled: true, order: 35 },
    { algorithm: 'SHA256ASICBOOST_USDT', title: 'SHA256AsicBoost in dollars', enabled: true, order: 90 },
    { algorithm: 'SKUNK', title: 'Skunk', enabled: true, order: 29 },
  ],
}
const dagger = { a: 20, p: 1.3073810673908684e-4, s: 2.9801158928941143e12 }

function answering(algos: unknown[]) {
  return webDouble((request, response) =>
    json(response, request.url?.includes('/mining/algorithms/') ? algorithms : { algos }),
  )
}

test('satoshi for a hash a second and day become bitcoin for a hash', async () => {
  const web = await answering([dagger])
  const result = await niceHash(web.url).fetchMarketplaces?.()
  if (!result?.ok) throw new Error(result?.reason)
  const [rate] = result.found
  expect(rate).toMatchObject({ marketplace: 'nicehash', algorithm: 'ethash', coin: 'BTC', source: 'nicehash' })
  // Our own reckoning of those days: 180 TH/s shared 13,500 ETH a day, each worth 0.018 BTC.
  expect((rate?.coinPerHash ?? 0) * 1e8 * 86_400).toBeCloseTo(0.0001307, 6)
  expect((rate?.coinPerHash ?? 0) * 86_400).toBeCloseTo((13_500 * 0.018) / 180e12, 12)
})

test('SHA-256 is sold under two names: the one that sells speaks, other currencies and algorithms do not', async () => {
  const web = await answering([
    { a: 1, p: 9e-11, s: 10 },
    { a: 35, p: 5e-11, s: 1e18 },
    { a: 90, p: 7, s: 1e19 },
    { a: 29, p: 2e-5, s: 1e9 },
    { a: 777, p: 2e-5, s: 1e9 },
  ])
  const result = await niceHash(web.url).fetchMarketplaces?.()
  expect(result).toMatchObject({ ok: true, problems: [], found: [{ algorithm: 'sha256d' }] })
  if (result?.ok) expect((result.found[0]?.coinPerHash ?? 0) * 86_400 * 1e8).toBeCloseTo(5e-11, 15)
})

test.each([0, -1, 'NaN', null, '0'])('paying %j is left out with a reason', async (p) => {
  const web = await answering([{ ...dagger, p }])
  const result = await niceHash(web.url).fetchMarketplaces?.()
  expect(result).toMatchObject({ ok: true, found: [], problems: [expect.stringContaining('ethash')] })
})

test('another form, an error and being told to wait are reasons', async () => {
  const odd = await webDouble((_, response) => json(response, { algos: 'none' }))
  expect(await niceHash(odd.url).fetchMarketplaces?.()).toMatchObject({ ok: false })
  const busy = await webDouble((_, response) => json(response, {}, 429, { 'retry-after': '30' }))
  expect(await niceHash(busy.url).fetchMarketplaces?.()).toMatchObject({ limited: true, retryAfterMs: 30_000 })
  const broken = await webDouble((_, response) => json(response, {}, 503))
  expect(await niceHash(broken.url).fetchMarketplaces?.()).toMatchObject({ ok: false })
})

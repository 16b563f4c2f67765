import { expect, test } from 'vitest'
import { subsidyToMiner } from '#lib/domain/subsidy'
import { whatToMine } from '#lib/market/whattomine'
import { json, webDouble } from './web-double.ts'

// Shape: an answer of whattomine.com/coins/1.json recorded on 2026-10-05, and the class of public clients for coins.json
// (miroppb/HiveOSAutoSwitcher WTM_site.cs): the same fields under the coin's name. The figures here are ours.
const etc = {
  id: 162,
  tag: 'ETC',
  algorithm: 'Etchash',
  block_time: '13.2',
  block_reward: 2.06,
  block_reward24: 2.055,
  last_block: 23_000_000,
  difficulty: 2.9e15,
  difficulty24: 2.91e15,
  nethash: 219_000_000_000_000,
  exchange_rate: 0.0002,
  exchange_rate_curr: 'BTC',
  market_cap: '$3,000,000,000',
  estimated_rewards: '0.01',
  lagging: false,
  timestamp: 1_791_192_973,
}
const ltc = { ...etc, tag: 'LTC', block_time: '148.0', block_reward: 6.26, last_block: 3_000_000 }
const litecoin = { ...ltc, difficulty: '95000000', nethash: (95e6 * 2 ** 32) / 148 }

function answering(listed: object, coins: Record<string, object> = {}) {
  return webDouble((request, response) => {
    const id = /^\/coins\/(\d+)\.json$/.exec(request.url ?? '')?.[1]
    if (id === undefined) return json(response, { coins: listed })
    const coin = coins[id]
    return coin ? json(response, coin) : json(response, {}, 404)
  })
}

async function told(url: string, symbols: string[]) {
  const result = await whatToMine(url, { timeoutMs: 500 }).fetchNetworks?.(symbols)
  if (!result?.ok) throw new Error(result?.reason)
  return result
}

test('the list tells what cards mine, and what is not on it is asked for coin by coin', async () => {
  const web = await answering({ EthereumClassic: etc }, { 4: litecoin })
  const { found, problems } = await told(web.url, ['BTC', 'ETC', 'LTC'])
  expect(problems).toEqual([])
  expect(web.asked).toEqual(['/coins.json', '/coins/4.json'])
  expect(found).toEqual([
    {
      ...{ coin: 'ETC', difficulty: 2.9e15, height: 23_000_000, rewardPerBlock: expect.closeTo(2.06, 9) },
      ...{ source: 'whattomine', observedAtMs: Math.min(1_791_192_973_000, Date.now()) },
    },
    expect.objectContaining({ coin: 'LTC', difficulty: 95_000_000, rewardPerBlock: expect.closeTo(6.26, 9) }),
  ])
})

test.each([1, 0, -2, 'NaN', undefined, 100])(
  'a reward of %j is replaced by the subsidy of the height',
  async (reward) => {
    const web = await answering({ EthereumClassic: { ...etc, block_reward: reward } })
    const { found } = await told(web.url, ['ETC'])
    expect(found[0]?.rewardPerBlock).toBe(subsidyToMiner('ETC', etc.last_block))
  },
)

test.each([
  ['a difficulty of 0', { difficulty: 0 }],
  ['a negative difficulty', { difficulty: -5 }],
  ['text that is no number', { difficulty: 'NaN' }],
  ['endless text', { difficulty: '1e999' }],
  ['no height', { last_block: null }],
  ['another coin', { tag: 'ETHW' }],
  ['a view that lags', { lagging: true }],
  ['a difficulty tenfold what the network could do', { difficulty: 2.9e16 }],
])('%s is left out with a reason', async (_, change) => {
  const web = await answering({}, { 162: { ...etc, ...change } })
  const { found, problems } = await told(web.url, ['ETC'])
  expect(found).toEqual([])
  expect(problems).toEqual([expect.stringContaining('ETC')])
})

test('being told to slow down keeps what had come, and asks no further', async () => {
  const web = await webDouble((request, response) => {
    if (request.url === '/coins.json') return json(response, { coins: { EthereumClassic: etc } })
    return json(response, {}, 429, { 'retry-after': '120' })
  })
  const result = await told(web.url, ['ETC', 'LTC', 'DOGE', 'ZEC'])
  expect(result).toMatchObject({ limited: true, retryAfterMs: 120_000, found: [{ coin: 'ETC' }] })
  expect(web.asked).toHaveLength(2)
})

test('another form, a page instead of data, silence: reasons, not crashes', async () => {
  for (const body of [[1], { coins: 3 }, 'blocked']) {
    const web = await webDouble((_, response) => json(response, body))
    const result = await whatToMine(web.url).fetchNetworks?.(['ETC'])
    expect(result).toMatchObject({ ok: false, reason: expect.stringContaining('not known') })
  }
  const silent = await webDouble(() => {})
  expect(await whatToMine(silent.url, { timeoutMs: 200 }).fetchNetworks?.(['ETC'])).toMatchObject({ ok: false })
})

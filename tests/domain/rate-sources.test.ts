import { expect, test } from 'vitest'
import { rateSourceName } from '#lib/domain/rate-sources'
import { coinGecko } from '#lib/market/coingecko'
import { mempoolSpace } from '#lib/market/mempool-space'
import { niceHash } from '#lib/market/nicehash'
import { whatToMine } from '#lib/market/whattomine'

test('every source has the name people know it by', () => {
  const sources = [coinGecko, mempoolSpace, whatToMine, niceHash].map((make) => make('http://127.0.0.1:9'))
  expect(sources.map(({ name }) => rateSourceName(name))).toEqual([
    'CoinGecko',
    'mempool.space',
    'WhatToMine',
    'NiceHash',
  ])
})

test('what is not a key stays as it is told', () => {
  expect(rateSourceName('Octopus Energy for Home')).toBe('Octopus Energy for Home')
})

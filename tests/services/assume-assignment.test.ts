import { expect, test } from 'vitest'
import type { Assignment } from '#lib/domain/explained-money'
import { MINUTE_MS } from '#lib/domain/units'
import { assumeAssignment, followPool } from '#lib/services/assume-assignment'

const START = Date.UTC(2026, 10, 22, 14)
const at = (url: string) => ({ algorithm: 'sha256d', pool: { url } })

function assumedAt(url: string, fromMs: number): Assignment {
  const assumed = assumeAssignment(at(url), fromMs)
  if (!assumed) throw new Error('nothing was assumed')
  return assumed
}

const braiins = assumedAt('stratum.braiins.com:3333', START)

test('an assumption follows the pool, dated', () => {
  const later = START + 11 * MINUTE_MS
  expect(followPool(braiins, at('btc.f2pool.com:1314'), later)).toMatchObject({
    ...{ fromMs: later, payer: 'pool', pool: 'f2pool', coin: 'BTC', assumed: true },
  })
  expect(followPool(braiins, at('sha256.eu.nicehash.com:3334'), later)).toMatchObject({ payer: 'nicehash' })
})

test('another server of the same pool is no other payer', () => {
  expect(followPool(braiins, at('eu.stratum.braiins.com:443'), START + 11 * MINUTE_MS)).toBe('keep')
})

test('a miner that jumps between pools writes one row in ten minutes at most', () => {
  expect(followPool(braiins, at('btc.f2pool.com'), START + MINUTE_MS)).toBe('later')
})

test('what the owner confirmed is never changed by a guess', () => {
  const confirmed = { ...braiins, assumed: false }
  expect(followPool(confirmed, at('btc.f2pool.com'), START + 11 * MINUTE_MS)).toBe('keep')
})

test('a pool that is not named, or not connected, changes nothing', () => {
  const later = START + 11 * MINUTE_MS
  expect(followPool(braiins, { algorithm: 'sha256d' }, later)).toBe('keep')
  expect(followPool(braiins, { algorithm: 'sha256d', pool: { url: 'btc.f2pool.com', connected: false } }, later)).toBe(
    'keep',
  )
})

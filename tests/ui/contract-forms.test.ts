import { expect, test } from 'vitest'
import { runInWords } from '../../app/earnings/contracts/contract-words'
import { orderInputOf } from '../../app/earnings/contracts/order-draft'

const BERLIN = 'Europe/Berlin'
const DRAFT = { name: 'Evening', externalId: '', algorithm: 'sha256d', coin: 'BTC', spent: '0,005' }

test('the last day of an order counts as a whole, also the one that is an hour longer', () => {
  const read = orderInputOf({ ...DRAFT, starts: '2026-10-24', ends: '2026-10-25' }, BERLIN)
  expect(read).toMatchObject({
    ok: true,
    input: { spent: 0.005, startsAtMs: Date.UTC(2026, 9, 23, 22), endsAtMs: Date.UTC(2026, 9, 25, 23) },
  })
  expect(read.ok && runInWords(read.input, BERLIN)).toBe('24 Oct 2026 to 25 Oct 2026')
})

test('an order without an end is taken as a day, and says so', () => {
  const read = orderInputOf({ ...DRAFT, externalId: 'a-1', starts: '2026-10-24', ends: '' }, BERLIN)
  expect(read).toMatchObject({ ok: true, input: { externalId: 'a-1' } })
  expect(read.ok && 'endsAtMs' in read.input).toBe(false)
  expect(read.ok && runInWords(read.input, BERLIN)).toBe('24 Oct 2026, taken as a day')
})

test('what cannot be understood of an order is said beside its field', () => {
  expect(orderInputOf({ ...DRAFT, spent: 'much', starts: '', ends: '31.10.' }, BERLIN)).toMatchObject({
    ok: false,
    problems: { spent: expect.any(String), starts: expect.any(String), ends: expect.any(String) },
  })
})

import { expect, test } from 'vitest'
import { awattar } from '#lib/market/energy/awattar'
import { json, webDouble } from '../web-double.ts'

// Shape: awattar.de/services/api, "Marktdaten abrufen".
const HOUR = 3_600_000
const T0 = 1_795_737_600_000
const row = (hour: number, marketprice: unknown, unit = 'Eur/MWh') => ({
  start_timestamp: T0 + hour * HOUR,
  end_timestamp: T0 + (hour + 1) * HOUR,
  marketprice,
  unit,
})

async function answering(body: unknown) {
  const web = await webDouble((_, response) => json(response, body))
  return { web, source: awattar(`${web.url}/v1`) }
}

test('euros a MWh become euros a kWh, and a negative price stays one', async () => {
  const { web, source } = await answering({ object: 'list', data: [row(1, -31.54), row(0, 42.09)], url: '/at/v1' })
  const result = await source.fetchPrices(T0, T0 + 2 * HOUR)
  expect(web.asked).toEqual([`/v1/marketdata?start=${T0}&end=${T0 + 2 * HOUR}`])
  expect(result).toMatchObject({ ok: true, problems: [] })
  expect(result.ok && result.found.map(({ fromMs, pricePerKwh }) => [fromMs, pricePerKwh])).toEqual([
    [T0, 0.04209],
    [T0 + HOUR, -0.03154],
  ])
})

test('an hour it leaves out stays unknown, and is said', async () => {
  const { source } = await answering({ object: 'list', data: [row(0, 40), row(2, 50)] })
  const result = await source.fetchPrices(T0, T0 + 3 * HOUR)
  expect(result).toMatchObject({ found: [{ pricePerKwh: 0.04 }, { pricePerKwh: 0.05 }] })
  expect(result).toMatchObject({ problems: ['aWATTar left out 1 h from 2026-11-27 01:00 UTC'] })
})

test.each([
  ['another unit', row(1, 42, 'Ct/kWh'), /Ct\/kWh/],
  ['a span that is not on quarter-hours', { ...row(1, 42), end_timestamp: T0 + 2 * HOUR - 60_000 }, /quarter-hours/],
  ['a price that is a word', row(1, '42'), /form/],
  ['a price nobody can mean', row(1, 9e9), /cannot be meant/],
])('a row with %s is left out and the others are taken', async (_, bad, words) => {
  const { source } = await answering({ object: 'list', data: [row(0, 40), bad] })
  const result = await source.fetchPrices(T0, T0 + 2 * HOUR)
  expect(result.ok && result.found).toHaveLength(1)
  expect(result).toMatchObject({ problems: [expect.stringMatching(words)] })
})

test.each([[{ error: 'no' }], [[]], [{ object: 'item', data: [] }]])('an answer %j is no answer', async (body) => {
  const { source } = await answering(body)
  expect(await source.fetchPrices(T0, T0 + HOUR)).toMatchObject({ ok: false, reason: expect.stringContaining('form') })
})

test('asked for fewer requests, it says how long to wait', async () => {
  const web = await webDouble((_, response) => json(response, {}, 429, { 'retry-after': '3600' }))
  const result = await awattar(`${web.url}/v1`).fetchPrices(T0, T0 + HOUR)
  expect(result).toMatchObject({ ok: false, reason: expect.stringContaining('fewer requests'), retryAfterMs: HOUR })
})

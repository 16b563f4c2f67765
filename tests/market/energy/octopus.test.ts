import { expect, test } from 'vitest'
import { OPEN_END_MS } from '#lib/domain/energy-prices'
import { octopus } from '#lib/market/energy/octopus'
import { json, webDouble } from '../web-double.ts'

// Shape: developer.octopus.energy, REST, "List electricity tariff standard unit rates".
const HALF = 1_800_000
const T0 = Date.UTC(2026, 10, 27)
const CODES = { productCode: 'AGILE-24-10-01', tariffCode: 'E-1R-AGILE-24-10-01-C', vat: 'included' as const }
const iso = (atMs: number) => new Date(atMs).toISOString().replace('.000', '')
const row = (half: number, pence: number) => ({
  value_exc_vat: pence / 1.05,
  value_inc_vat: pence,
  valid_from: iso(T0 + half * HALF),
  valid_to: iso(T0 + (half + 1) * HALF),
  payment_method: null,
})
const page = (results: unknown[], next: string | null = null) => ({ count: 2, next, previous: null, results })

async function answering(body: (url: string, origin: string) => unknown) {
  const web = await webDouble((request, response) =>
    json(response, body(request.url ?? '', `http://${request.headers.host}`)),
  )
  return { web, source: octopus(`${web.url}/v1`, CODES) }
}

test('half-hours in pence, newest first and over two pages, become pounds in order', async () => {
  const { web, source } = await answering((url, origin) =>
    url.includes('page=2') ? page([row(0, 21)]) : page([row(1, -2.1)], `${origin}/v1/more/?page=2`),
  )
  const result = await source.fetchPrices(T0, T0 + 2 * HALF)
  expect(result).toMatchObject({ ok: true, problems: [] })
  expect(result.ok && result.found).toEqual([
    { fromMs: T0, toMs: T0 + HALF, pricePerKwh: 0.21, source: 'octopus' },
    { fromMs: T0 + HALF, toMs: T0 + 2 * HALF, pricePerKwh: -0.021, source: 'octopus' },
  ])
  expect(web.asked[0]).toMatch(
    /^\/v1\/products\/AGILE-24-10-01\/electricity-tariffs\/E-1R-AGILE-24-10-01-C\/standard-unit-rates\/\?period_from=/,
  )
})

test('without VAT, the other of the two prices is taken', async () => {
  const web = await webDouble((_, response) => json(response, page([row(0, 21)])))
  const result = await octopus(`${web.url}/v1`, { ...CODES, vat: 'excluded' }).fetchPrices(T0, T0 + HALF)
  expect(result.ok && result.found[0]?.pricePerKwh).toBeCloseTo(0.2, 12)
})

test('a rate without an end holds until further notice, and that by direct debit is taken', async () => {
  const open = { ...row(0, 25), valid_to: null }
  const { source } = await answering(() =>
    page([
      { ...open, payment_method: 'DIRECT_DEBIT' },
      { ...open, value_inc_vat: 27, payment_method: 'NON_DIRECT_DEBIT' },
    ]),
  )
  const result = await source.fetchPrices(T0, T0 + HALF)
  expect(result.ok && result.found).toEqual([{ fromMs: T0, toMs: OPEN_END_MS, pricePerKwh: 0.25, source: 'octopus' }])
})

test('a next page on another host is not asked for', async () => {
  const stranger = await webDouble((_, response) => json(response, page([row(1, 1)])))
  const { source } = await answering(() => page([row(0, 21)], `${stranger.url}/v1/?page=2`))
  const result = await source.fetchPrices(T0, T0 + HALF)
  expect(result).toMatchObject({ ok: false, reason: expect.stringContaining('another host') })
  expect(stranger.asked).toEqual([])
})

test('pages without an end are given up', async () => {
  const { web, source } = await answering((_, origin) => page([row(0, 21)], `${origin}/v1/?page=2`))
  expect(await source.fetchPrices(T0, T0 + HALF)).toMatchObject({ ok: false, reason: expect.stringContaining('pages') })
  expect(web.asked.length).toBeLessThan(30)
})

test('what is malformed is left out and said, and a missing half-hour stays unknown', async () => {
  const odd = { ...row(1, 20), valid_from: iso(T0 + HALF + 60_000) }
  const { source } = await answering(() => page([row(0, 21), odd, { ...row(2, 20), value_inc_vat: null }, row(3, 22)]))
  const result = await source.fetchPrices(T0, T0 + 4 * HALF)
  expect(result.ok && result.found.map(({ fromMs }) => (fromMs - T0) / HALF)).toEqual([0, 3])
  expect(result.ok && result.problems).toEqual([
    expect.stringContaining('quarter-hours'),
    expect.stringContaining('form'),
    'Octopus Energy left out 1 h from 2026-11-27 00:30 UTC',
  ])
})

test('a tariff it does not know is a reason in words', async () => {
  const web = await webDouble((_, response) => json(response, { detail: 'Not found.' }, 404))
  const result = await octopus(`${web.url}/v1`, CODES).fetchPrices(T0, T0 + HALF)
  expect(result).toMatchObject({ ok: false, reason: expect.stringContaining('404') })
})

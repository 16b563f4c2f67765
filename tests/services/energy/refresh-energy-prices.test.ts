import { expect, test } from 'vitest'
import { energyPricesOf } from '#lib/db/energy-prices'
import type { Tariff } from '#lib/domain/tariff'
import { HOUR_MS } from '#lib/domain/units'
import { changeCurrency } from '#lib/services/change-currency'
import { energyHosts } from '#lib/services/energy/energy-hosts'
import { energyStatus } from '#lib/services/energy/energy-status'
import { refreshEnergyPrices } from '#lib/services/energy/refresh-energy-prices'
import { completeFirstRun } from '#lib/services/first-run'
import { switchMarket } from '#lib/services/market-switch'
import { openForTest, temporaryDatabase } from '../../db/temporary-database.ts'
import { json, webDouble } from '../../market/web-double.ts'
import { anotherSite, FLAT } from '../money-mine.ts'

const NOW = Date.UTC(2026, 10, 27, 10, 20)
const MIDNIGHT = Date.UTC(2026, 10, 27)
const AWATTAR: Tariff = { ...FLAT, dynamic: { source: 'awattar', country: 'de', whenMissing: 'unknown' } }

/** aWATTar with a price for each hour asked for, up to `knownUntilMs`. */
async function installation(currency = 'EUR', tariff = AWATTAR) {
  const market = { knownUntilMs: MIDNIGHT + 24 * HOUR_MS, eurosPerMwh: 80, status: 200 }
  const web = await webDouble((request, response) => {
    if (market.status !== 200) return json(response, {}, market.status, { 'retry-after': '7200' })
    const query = new URL(request.url ?? '', 'http://x').searchParams
    const data = []
    for (
      let at = Number(query.get('start'));
      at < Math.min(Number(query.get('end')), market.knownUntilMs);
      at += HOUR_MS
    ) {
      data.push({ start_timestamp: at, end_timestamp: at + HOUR_MS, marketprice: market.eurosPerMwh, unit: 'Eur/MWh' })
    }
    json(response, { object: 'list', data })
  })
  const database = await openForTest((await temporaryDatabase()).url)
  const done = await completeFirstRun(database, { currency, siteName: 'Barn', timeZone: 'UTC', tariff }, MIDNIGHT)
  if (!done.ok) throw new Error(JSON.stringify(done.problems))
  const config = { market: 'live' as const, octopusUrl: web.url, awattarAtUrl: web.url, awattarDeUrl: web.url }
  const refresh = (nowMs: number) => refreshEnergyPrices({ database, config, nowMs })
  return { database, siteId: done.siteId, web, market, config, refresh }
}

test('what is missing is asked for once an hour, and nothing once tomorrow is known', async () => {
  const { database, siteId, web, market, refresh } = await installation()
  expect(await refresh(NOW)).toMatchObject({ changes: [{ kind: 'sites' }], problems: [] })
  await refresh(NOW + 59 * 60_000)
  expect(web.asked).toHaveLength(1)
  market.knownUntilMs = MIDNIGHT + 48 * HOUR_MS
  await refresh(NOW + HOUR_MS)
  expect(web.asked).toHaveLength(2)
  await refresh(NOW + 3 * HOUR_MS)
  expect(web.asked).toHaveLength(2)
  expect((await energyPricesOf(database, siteId)).at(MIDNIGHT + 47 * HOUR_MS)?.pricePerKwh).toBe(0.08)
})

test('closed hours whose price becomes known are valued anew, and said to be', async () => {
  const { siteId, refresh } = await installation()
  const { recomputes } = await refresh(NOW)
  expect(recomputes).toMatchObject([
    {
      // Kept on disk in the commit of the prices: a crash before it is begun does not lose it.
      noted: expect.stringContaining('tariff changed'),
      what: 'money',
      reason: 'tariff changed',
      siteIds: [siteId],
      fromMs: expect.any(Number),
      toMs: Math.floor(NOW / HOUR_MS) * HOUR_MS,
    },
  ])
})

test('prices of hours to come alter nothing that is closed', async () => {
  const { market, refresh } = await installation()
  await refresh(NOW)
  market.knownUntilMs = MIDNIGHT + 48 * HOUR_MS
  expect((await refresh(NOW + HOUR_MS)).recomputes).toEqual([])
})

test('with the market switched off, by the owner or the configuration, nobody is contacted', async () => {
  const { database, web, config, refresh } = await installation()
  await switchMarket(database, false)
  await refresh(NOW)
  await switchMarket(database, true)
  await refreshEnergyPrices({ database, config: { ...config, market: 'off' }, nowMs: NOW })
  expect(web.asked).toEqual([])
})

test('prices in another currency than the installation counts in are not taken, and the card says why', async () => {
  const { database, siteId, web, refresh } = await installation('USD')
  await refresh(NOW)
  expect(web.asked).toEqual([])
  expect((await energyStatus(database, siteId))?.problem).toMatch(/EUR.*USD/)
  expect((await energyPricesOf(database, siteId)).count).toBe(0)
})

test('a source that asks for fewer requests is left alone as long as it says', async () => {
  const { database, siteId, web, market, refresh } = await installation()
  market.status = 429
  expect((await refresh(NOW)).problems).toEqual([expect.stringContaining('fewer requests')])
  await refresh(NOW + HOUR_MS)
  expect(web.asked).toHaveLength(1)
  market.status = 200
  await refresh(NOW + 2 * HOUR_MS)
  expect(web.asked).toHaveLength(2)
  expect((await energyStatus(database, siteId))?.problem).toBeUndefined()
})

test('two sites with the same source ask once; a site without one asks nobody', async () => {
  const { database, web, config, refresh } = await installation()
  const second = await anotherSite(database, 'Cellar', 'UTC', AWATTAR)
  await anotherSite(database, 'Shed', 'UTC')
  await refresh(NOW)
  expect(web.asked).toHaveLength(1)
  expect((await energyPricesOf(database, second)).at(NOW)?.pricePerKwh).toBe(0.08)
  const hosts = await energyHosts(database, config, NOW)
  expect(hosts.map(({ name }) => name)).toEqual(['aWATTar for Barn', 'aWATTar for Cellar'])
  expect(hosts[0]).toMatchObject({ hosts: [new URL(web.url).host], lastSuccessAtMs: NOW })
})

test('a price until further notice is asked for again after a day, since the time it was last told', async () => {
  const rate = { pence: 20, from: MIDNIGHT - 90 * 24 * HOUR_MS }
  const web = await webDouble((_request, response) => {
    const told = { value_exc_vat: rate.pence, value_inc_vat: rate.pence, valid_to: null, payment_method: null }
    json(response, { next: null, results: [{ ...told, valid_from: new Date(rate.from).toISOString() }] })
  })
  const tariff: Tariff = {
    ...FLAT,
    dynamic: {
      ...{ source: 'octopus', productCode: 'VAR-22-11-01', tariffCode: 'E-1R-VAR-22-11-01-A', vat: 'included' },
      whenMissing: 'unknown',
    },
  }
  const { database, siteId, config } = await installation('GBP', tariff)
  const refresh = (nowMs: number) =>
    refreshEnergyPrices({ database, config: { ...config, octopusUrl: web.url }, nowMs })
  await refresh(NOW)
  await refresh(NOW + 23 * HOUR_MS)
  expect(web.asked).toHaveLength(1)
  Object.assign(rate, { pence: 30, from: NOW + 2 * HOUR_MS - (NOW % HOUR_MS) })
  await refresh(NOW + 25 * HOUR_MS)
  expect(web.asked).toHaveLength(2)
  expect((await energyPricesOf(database, siteId)).at(NOW + 26 * HOUR_MS)?.pricePerKwh).toBe(0.3)
})

test('prices that a service named are forgotten when the currency changes, those of closed hours kept', async () => {
  const { database, siteId, refresh } = await installation()
  await refresh(NOW)
  expect(await changeCurrency(database, { currency: 'USD' }, NOW)).toMatchObject({ ok: true })
  const prices = await energyPricesOf(database, siteId)
  expect(prices.at(NOW - 2 * HOUR_MS)?.pricePerKwh).toBe(0.08)
  expect(prices.at(NOW + 2 * HOUR_MS)).toBeUndefined()
})

import { expect, test } from 'vitest'
import type { FleetDelta, FleetSnapshot } from '#lib/wire/dashboard-events'
import { dayPrices } from '../../app/fleet/day-prices'
import { filterRigs } from '../../app/fleet/filter-rigs'
import { groupRigs } from '../../app/fleet/group-rigs'
import { stripColumns } from '../../app/fleet/strip-columns'
import { applyDelta } from '../../app/live/apply-delta'
import { rigRow } from './rig-row'

const sites = [
  { id: 1, name: 'Cellar', timeZone: 'Europe/Berlin' },
  { id: 2, name: 'Barn', timeZone: 'America/Chicago' },
]
const siteById = new Map(sites.map((site) => [site.id, site]))
const totals: FleetSnapshot['totals'] = {
  expectedRigs: 0,
  runningRigs: 0,
  states: {},
  algorithms: [],
  powerWatts: 0,
  powerWattsBy: { measured: 0, told: 0, estimated: 0 },
  unknownPowerRigs: 0,
  notAtTheWallRigs: 0,
  perDay: {},
  today: {},
  yesterdayByNow: {},
}
const market: FleetSnapshot['market'] = { source: 'none', stale: false }
const fleet: FleetSnapshot = {
  version: 7,
  serverAtMs: 1000,
  currency: 'EUR',
  sites,
  rigs: [rigRow({ id: 1 }), rigRow({ id: 2 }), rigRow({ id: 3 })],
  contracts: [],
  totals,
  market,
}
const delta: FleetDelta = { follows: 7, version: 9, serverAtMs: 2000, rigs: [], removedRigIds: [], totals, market }

test('a delta replaces, adds and removes rows, and leaves the others as the very same objects', () => {
  const next = applyDelta(fleet, {
    ...delta,
    rigs: [rigRow({ id: 2, state: 'offline' }), rigRow({ id: 9, name: 'new' })],
    removedRigIds: [3],
  })
  expect(next?.rigs.map((row) => [row.id, row.state])).toEqual([
    [1, 'hashing'],
    [2, 'offline'],
    [9, 'hashing'],
  ])
  expect(next?.rigs[0]).toBe(fleet.rigs[0])
  expect(next?.version).toBe(9)
})

test('a delta that follows another version is refused, since one was missed', () => {
  expect(applyDelta(fleet, { ...delta, follows: 6 })).toBeUndefined()
  expect(applyDelta(fleet, { ...delta, follows: 8 })).toBeUndefined()
})

test('a delta without sites or currency keeps those that are known', () => {
  const next = applyDelta(fleet, delta)
  expect(next?.sites).toBe(fleet.sites)
  expect(next?.currency).toBe('EUR')
})

test('the filter finds words in any order over name, model, site, tags and coin', () => {
  const rows = [
    rigRow({ id: 1, name: 'antminer-10', model: 'Antminer S19j Pro', work: [{ algorithm: 'sha256d', coin: 'BTC' }] }),
    rigRow({ id: 2, name: 'antminer-9', siteId: 2, tags: ['loud'] }),
    rigRow({ id: 3, name: 'xmrig-nas' }),
  ]
  const find = (text: string) => filterRigs(rows, { text, state: 'all' }, siteById).map((row) => row.id)
  expect(find('s19 ant')).toEqual([1])
  expect(find('barn')).toEqual([2])
  expect(find('LOUD')).toEqual([2])
  expect(find('btc')).toEqual([1])
  expect(find('nothing of that')).toEqual([])
  expect(find('antminer')).toEqual([2, 1])
})

test('the filter for trouble leaves out what hashes well or pauses by choice', () => {
  const rows = [
    rigRow({ id: 1 }),
    rigRow({ id: 2, state: 'paused' }),
    rigRow({ id: 3, state: 'frozen' }),
    rigRow({ id: 4, losesMoney: true }),
    rigRow({ id: 5, state: 'offline', lifecycle: 'repair' }),
  ]
  expect(filterRigs(rows, { text: '', state: 'trouble' }, siteById).map((row) => row.id)).toEqual([3, 4])
})

test('grouping puts a line that sums each site above its rigs, in the order of the sites', () => {
  const items = groupRigs(
    [
      rigRow({ id: 1, siteId: 2, powerWatts: 100, perDay: { profit: 1 } }),
      rigRow({ id: 2, siteId: 1, state: 'offline' }),
      rigRow({ id: 3, siteId: 2, powerWatts: 50, perDay: { profit: -0.25 } }),
    ],
    'site',
    sites,
  )
  expect(items.map((item) => (item.kind === 'group' ? item.name : item.row.id))).toEqual(['Cellar', 2, 'Barn', 1, 3])
  expect(items[2]).toMatchObject({ rigs: 2, running: 2, powerWatts: 150, profitPerDay: 0.75 })
  expect(items[0]).toMatchObject({ running: 0, profitPerDay: undefined })
})

test('grouping by rack keeps racks in the order people count them, and rigs without a rack last of their site', () => {
  const items = groupRigs(
    [
      rigRow({ id: 1, siteId: 1, rack: 'A · 10' }),
      rigRow({ id: 2, siteId: 1 }),
      rigRow({ id: 3, siteId: 1, rack: 'A · 2' }),
      rigRow({ id: 4, siteId: 2, rack: 'A · 2' }),
    ],
    'rack',
    sites,
  )
  expect(items.map((item) => (item.kind === 'group' ? item.name : item.row.id))).toEqual([
    'Cellar · A · 2',
    3,
    'Cellar · A · 10',
    1,
    'Cellar · no rack',
    2,
    'Barn · A · 2',
    4,
  ])
})

test('strips of algorithms stand in rows as even as can be', () => {
  const rows = (strips: number, most: number) => Math.ceil(strips / stripColumns(strips, most))
  expect([1, 2, 5, 6, 7, 8, 12, 13].map((strips) => stripColumns(strips, 6))).toEqual([1, 2, 5, 6, 4, 4, 6, 5])
  expect([4, 5, 6].map((strips) => [stripColumns(strips, 3), rows(strips, 3)])).toEqual([
    [2, 2],
    [3, 2],
    [3, 2],
  ])
})

test('the day’s tariff is told where one site’s price changes, and not where two have hours of their own', () => {
  const day = [
    { fromMs: 0, toMs: 6, pricePerKwh: 0.06, label: 'night' },
    { fromMs: 6, toMs: 24, pricePerKwh: 0.11 },
  ]
  const [cellar, barn] = sites
  if (!cellar || !barn) throw new Error('two sites')
  expect(dayPrices([{ ...cellar, pricesToday: day }, barn], cellar.timeZone, 'USD')).toMatchObject([
    { label: 'Cellar night tariff $0.06/kWh', short: '$0.06', cheap: true },
    { label: 'Cellar pays $0.11/kWh', short: '$0.11', cheap: false },
  ])
  expect(dayPrices([{ ...cellar, pricesToday: day }], cellar.timeZone, 'USD')[0]?.label).toBe('night tariff $0.06/kWh')
  expect(
    dayPrices(
      [
        { ...cellar, pricesToday: day },
        { ...barn, pricesToday: day },
      ],
      cellar.timeZone,
      'USD',
    ),
  ).toEqual([])
  expect(dayPrices([{ ...cellar, pricesToday: day }, barn], barn.timeZone, 'USD')).toEqual([])
})

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Ajv2020 from 'ajv/dist/2020.js'
import pino from 'pino'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { loadConfig } from '#lib/config'
import { openReadingStore } from '#lib/db/open-reading-store'
import { saveNetworks, savePrices } from '#lib/db/rates'
import { insertSite, saveTariff } from '#lib/db/sites'
import type { Reading } from '#lib/domain/reading'
import { AlertEvaluator } from '#lib/services/alerts/evaluate-alerts'
import { createChangeBus } from '#lib/services/change-bus'
import { createCounters } from '#lib/services/counters'
import { createKey } from '#lib/services/create-key'
import { jobLease } from '#lib/services/hold-lease'
import { LiveFleet } from '#lib/services/live-fleet'
import { placeRunningServer, type RunningServer } from '#lib/services/running-server'
import { deriveSecrets } from '#lib/services/secrets'
import { ReadingKeeper } from '#lib/services/storage/reading-keeper'
import { openApiDocument } from '#lib/wire/openapi'
import { parseInstant } from '#lib/wire/rest-queries'
import { answerDirectly } from '../../app/api/answer-directly'
import { GET as getEarnings } from '../../app/api/v1/earnings/route'
import { GET as getFleetAlgorithms } from '../../app/api/v1/fleet/algorithms/route'
import { GET as getFleetChart } from '../../app/api/v1/fleet/chart/route'
import { GET as getFleet } from '../../app/api/v1/fleet/route'
import { GET as getIncident } from '../../app/api/v1/incidents/[id]/route'
import { GET as getIncidents } from '../../app/api/v1/incidents/route'
import { GET as getOpenApi } from '../../app/api/v1/openapi.json/route'
import { GET as getPlan } from '../../app/api/v1/plan/route'
import { GET as getReadings } from '../../app/api/v1/rigs/[id]/readings/route'
import { GET as getRig } from '../../app/api/v1/rigs/[id]/route'
import { GET as getRigs } from '../../app/api/v1/rigs/route'
import { GET as getSparklines } from '../../app/api/v1/sparklines/route'
import { GET as getMetrics } from '../../app/metrics/route'
import { type Installation, newInstallation } from './installation.ts'

let place: Installation
let server: RunningServer
let key: string
let rigId: number
const now = Date.now()
const readings: Reading[] = Array.from({ length: 30 }, (_, index) => ({
  at: now - (30 - index) * 10_000,
  state: 'hashing',
  miner: { name: 'antminer', model: 'Antminer S19j Pro', uptimeSeconds: 1000 + index * 10 },
  work: [{ algorithm: 'sha256d', hashesPerSecond: 100e12 + index * 1e9, shares: { accepted: index, rejected: 0 } }],
  powerWatts: 3000 + index,
  powerSource: 'input',
  devices: [{ index: 0, kind: 'board', temperatureCelsius: 61.5 }],
  fans: [{ rpm: 5880 }],
}))

beforeAll(async () => {
  place = await newInstallation()
  const store = await openReadingStore(place.url)
  const siteId = await insertSite(place.database, { name: 'Home', timeZone: 'Europe/Berlin', createdAtMs: now })
  await saveTariff(place.database, siteId, 0, { pricePerKwh: 0.1, windows: [], fixedPerMonth: 0, overheadPercent: 0 })
  const fleet = await LiveFleet.open({
    database: place.database,
    store,
    reportError: (error) => expect.unreachable(String(error)),
  })
  const bus = createChangeBus((error) => expect.unreachable(String(error)))
  const log = pino({ level: 'silent' })
  const lease = jobLease(place.database)
  server = {
    config: loadConfig({ DAVYLAMP_DATA_DIR: join(place.folder, 'data') }),
    log,
    database: place.database,
    store,
    fleet,
    auth: place.auth,
    secrets: deriveSecrets('a secret that only these tests know, of some length'),
    counters: createCounters(),
    startedAtMs: now,
    backUp: () => expect.unreachable('nothing here makes a backup'),
    lease,
    alerts: new AlertEvaluator({ database: place.database, store, fleet, lease, log, ...bus }),
    keeper: new ReadingKeeper({ database: place.database, store, log, folder: place.folder }),
    ...bus,
  }
  placeRunningServer(server)
  rigId = await addRig(siteId)
  const received = readings.map((reading) => ({ rigId, receivedAtMs: reading.at, reading }))
  await store.append(received)
  fleet.observe(received)
  fleet.advance()
  await placeIncident()
  const made = await createKey(place.database, { name: 'test' })
  if (!made.ok) throw new Error(made.reason)
  key = made.secret
})

afterAll(async () => {
  placeRunningServer(undefined)
  await server.fleet.settled()
  await server.store.close()
  await place.remove()
})

async function placeIncident(): Promise<void> {
  const [startedAtMs, firedAtMs] = [BigInt(now - 600_000), BigInt(now - 480_000)]
  const evidence = JSON.stringify({ atMs: now, value: 92, threshold: 85, unit: 'celsius', detail: 'board 1 chip' })
  await place.database.incident.create({
    data: {
      ...{ id: 1, kind: 'overheat', subject: `rig:${rigId}`, subjectName: 'shed-1', rigId, severity: 'critical' },
      ...{ phase: 'firing', evidence, startedAtMs, firedAtMs, changedAtMs: firedAtMs },
      ...{ lostNano: 1_500_000_000n, costCurrency: 'USD' },
      events: { create: { atMs: firedAtMs, kind: 'fired', detail: `{"evidence":${evidence}}` } },
    },
  })
}

async function addRig(siteId: number): Promise<number> {
  const rig = await place.database.rig.create({
    data: {
      name: 'Attic',
      createdAtMs: BigInt(now),
      keys: { create: { key: 'aa:bb:cc:00:11:22' } },
      placements: { create: { fromMs: 0n, siteId } },
      lifecycles: { create: { fromMs: 0n, lifecycle: 'active' } },
    },
  })
  await server.fleet.refresh([{ kind: 'rigs' }])
  return rig.id
}

async function setRate(price: number): Promise<void> {
  const at = { hourMs: 0, source: 'test', observedAtMs: now }
  await savePrices(place.database, [{ coin: 'BTC', currency: 'USD', price, ...at }])
  await saveNetworks(place.database, [{ coin: 'BTC', difficulty: 1e14, rewardPerBlock: 3.125, ...at }])
  await server.fleet.refresh([{ kind: 'rates' }])
}

const ask = (query = '') =>
  new Request(`http://127.0.0.1:3000/api/v1/x${query}`, { headers: { authorization: `Bearer ${key}` } })
const ofRig = (id: string | number) => ({ params: Promise.resolve({ id: String(id) }) })

// Closed here, open as published: so a field that is answered and not described fails.
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const entries = Object.entries(schema).map(([name, value]) => [name, closed(value)])
  const object = Object.fromEntries(entries)
  const open = object.type === 'object' && object.properties !== undefined && object.additionalProperties === undefined
  return open ? { ...object, additionalProperties: false } : object
}

function complaints(path: string, body: unknown): unknown {
  const document = JSON.parse(JSON.stringify(openApiDocument()))
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  const schema = document.paths[path].get.responses[200].content['application/json'].schema
  const validate = ajv.compile({ ...Object(closed(schema)), components: closed(document.components) })
  return validate(body) ? [] : validate.errors
}

test('every answer is what openapi.json says, field by field', async () => {
  const answers: [string, Response][] = [
    ['/rigs', await getRigs(ask())],
    ['/rigs/{id}', await getRig(ask(), ofRig(rigId))],
    ['/rigs/{id}/readings', await getReadings(ask(), ofRig(rigId))],
    ['/rigs/{id}/readings', await getReadings(ask('?step=60'), ofRig(rigId))],
    ['/fleet', await getFleet(ask())],
    ['/fleet/chart', await getFleetChart(ask())],
    ['/fleet/algorithms', await getFleetAlgorithms(ask('?hours=2'))],
    ['/sparklines', await getSparklines(ask(`?rigs=${rigId}`))],
    ['/earnings', await getEarnings(ask())],
    ['/plan', await getPlan(ask())],
    ['/plan', await getPlan(ask(`?rig=${rigId}&hours=2`))],
    ['/incidents', await getIncidents(ask('?state=all'))],
    ['/incidents/{id}', await getIncident(ask(), { params: Promise.resolve({ id: '1' }) })],
  ]
  for (const [path, response] of answers) {
    expect([path, response.status]).toEqual([path, 200])
    expect([path, complaints(path, await response.json())]).toEqual([path, []])
  }
})

test('an incident is told with its figures, what it cost, and what happened to it', async () => {
  const list = await (await getIncidents(ask())).json()
  expect(list).toMatchObject({
    total: 1,
    incidents: [{ id: 1, severity: 'critical', cost: { currency: 'USD', lost: 1.5 } }],
  })
  const detail = await (await getIncident(ask(), { params: Promise.resolve({ id: '1' }) })).json()
  expect(detail.events).toMatchObject([{ kind: 'fired', words: expect.stringContaining('92') }])
  expect((await getIncident(ask(), { params: Promise.resolve({ id: '2' }) })).status).toBe(404)
  expect(await (await getIncidents(ask('?state=resolved'))).json()).toEqual({ incidents: [], total: 0 })
})

test('a plan tells for each hour whether a kWh brings what it costs', async () => {
  await setRate(250_000)
  const rich = await (await getPlan(ask('?hours=3'))).json()
  const [site] = rich.sites
  expect(rich.currency).toBe('USD')
  expect(site).toMatchObject({ name: 'Home', timeZone: 'Europe/Berlin' })
  expect(site.hours).toHaveLength(3)
  expect(Date.parse(site.hours[0].from)).toBeLessThanOrEqual(Date.now())
  expect(Date.parse(site.hours[0].to)).toBeGreaterThan(Date.now())
  expect(site.hours[1].from).toBe(site.hours[0].to)
  // 100.029 TH/s at 1e14 and 3.125 a block bring 0.0000628825 BTC a day, less 1 %, from 3.029 kW.
  const brings = (100.029e12 * 86_400 * 3.125 * 0.99 * 250_000) / (1e14 * 2 ** 32) / (3.029 * 24)
  expect(site.hours[0].breakEvenPerKwh).toBeCloseTo(brings, 6)
  expect(site.hours[0]).toMatchObject({ pricePerKwh: 0.1, run: true, reason: expect.stringContaining('brings $0.214') })
  expect(site.rigs).toMatchObject([{ id: rigId, name: 'Attic', run: [true, true, true] }])
  await setRate(100_000)
  const poor = await (await getPlan(ask(`?rig=${rigId}&hours=1`))).json()
  expect(poor.sites[0].rigs[0].run).toEqual([false])
})

test('a plan for what is not there is refused', async () => {
  expect((await getPlan(ask('?rig=999'))).status).toBe(404)
  expect((await getPlan(ask('?site=999'))).status).toBe(404)
  expect((await getPlan(ask('?hours=100'))).status).toBe(400)
})

test('the schema would notice a wrong answer', () => {
  expect(complaints('/rigs', { serverAtMs: 1, currency: 'USD', rigs: [{ id: 'x' }] })).not.toEqual([])
  expect(complaints('/rigs', { serverAtMs: 1, currency: 'USD', rigs: [], more: 1 })).not.toEqual([])
})

test('readings come back exactly as they were reported, by page', async () => {
  const first = await (await getReadings(ask('?limit=20'), ofRig(rigId))).json()
  expect(first.readings).toHaveLength(20)
  const second = await (await getReadings(ask(`?limit=20&cursor=${first.nextCursor}`), ofRig(rigId))).json()
  expect(second.nextCursor).toBeUndefined()
  expect([...first.readings, ...second.readings]).toEqual(readings)
})

test('from is inclusive and to exclusive, in milliseconds or ISO 8601', async () => {
  const [from, to] = [readings[5]?.at ?? 0, readings[8]?.at ?? 0]
  const iso = (atMs: number) => encodeURIComponent(new Date(atMs).toISOString())
  for (const query of [`?from=${from}&to=${to}`, `?from=${iso(from)}&to=${iso(to)}`]) {
    const body = await (await getReadings(ask(query), ofRig(rigId))).json()
    expect(body.readings).toEqual(readings.slice(5, 8))
  }
})

test('a chart draws what was there and leaves gaps where nothing was', async () => {
  const body = await (await getReadings(ask(`?from=${now - 600_000}&to=${now}&step=60`), ofRig(rigId))).json()
  expect(body).toMatchObject({ tier: 'readings', stepSeconds: 60 })
  // Slots begin on the minute: ten minutes reach into eleven of them.
  expect(body.atMs.every((atMs: number) => atMs % 60_000 === 0)).toBe(true)
  expect(body.atMs.at(-1)).toBe(Math.floor((now - 1) / 60_000) * 60_000)
  const known = body.powerWatts.mean.filter((mean: number | null) => mean !== null)
  expect(body.powerWatts.mean.slice(0, 4)).toEqual([null, null, null, null])
  expect(known.length).toBeGreaterThanOrEqual(5)
  expect(Math.max(...known)).toBeGreaterThan(3020)
  expect(body.hashRate[0].algorithm).toBe('sha256d')
})

test.each([
  [7 * 86_400_000, 60, 'readings'],
  [30 * 86_400_000, 60, 'readings'],
  [30 * 86_400_000, 3600, 'hours'],
  [365 * 86_400_000, 60, 'hours'],
] as const)('a span of %i ms by %i s is answered from %s, in at most 1000 points', async (length, step, tier) => {
  const body = await (await getReadings(ask(`?from=${now - length}&to=${now}&step=${step}`), ofRig(rigId))).json()
  expect(body.tier).toBe(tier)
  expect(body.atMs.length).toBeGreaterThan(700)
  expect(body.atMs.length).toBeLessThanOrEqual(1000)
  // The present hour is drawn before its job has stored it.
  expect(Math.max(...body.powerWatts.mean)).toBeGreaterThan(2999)
})

test('the rig in the list carries its key, name and figures', async () => {
  const { rigs } = await (await getRigs(ask())).json()
  expect(rigs).toHaveLength(1)
  expect(rigs[0]).toMatchObject({ id: rigId, key: 'aa:bb:cc:00:11:22', name: 'Attic', state: 'hashing' })
  const rig = await (await getRig(ask(), ofRig(rigId))).json()
  expect(rig.reading).toEqual(readings.at(-1))
})

test.each([
  ['?from=yesterday', 'from'],
  ['?from=2026-13-45', 'from'],
  ['?from=20&to=10', 'before'],
  ['?step=0', 'step'],
  ['?step=1.5', 'step'],
  ['?limit=99999', 'limit'],
  ['?cursor=abc', 'cursor'],
  [`?step=3600&from=0&to=${now}`, 'a year'],
])('%s is refused with the reason', async (query, reason) => {
  const response = await getReadings(ask(query), ofRig(rigId))
  expect(response.status).toBe(400)
  const body = await response.json()
  expect(body.error).toMatchObject({ code: 'bad-request', message: expect.stringContaining(reason) })
})

test('a rig that is not there is not found, and one that is no number is refused', async () => {
  expect((await getRig(ask(), ofRig(999))).status).toBe(404)
  expect((await getReadings(ask(), ofRig(999))).status).toBe(404)
  expect((await getRig(ask(), ofRig('attic'))).status).toBe(400)
})

test('without a key or a session nothing is told, openapi.json and metrics included', async () => {
  const bare = () => new Request('http://127.0.0.1:3000/api/v1/x')
  const wrong = () => new Request('http://127.0.0.1:3000/x', { headers: { authorization: 'Bearer davykey_wrong' } })
  for (const request of [bare, wrong]) {
    for (const get of [getRigs, getFleet, getFleetChart, getSparklines, getEarnings, getPlan, getOpenApi, getMetrics]) {
      const response = await get(request())
      expect(response.status).toBe(401)
      expect((await response.json()).error.code).toBe('unauthorized')
    }
    expect((await getRig(request(), ofRig(rigId))).status).toBe(401)
    expect((await getReadings(request(), ofRig(rigId))).status).toBe(401)
  }
})

test('metrics speak Prometheus, in base units', async () => {
  const response = await getMetrics(ask())
  expect(response.headers.get('content-type')).toContain('text/plain')
  const text = await response.text()
  expect(text).toMatch(/^davylamp_rig_power_watts\{rig="\d+",name="Attic"\} 3029$/m)
  expect(text).toMatch(/^davylamp_expected_rigs 1$/m)
  expect(text).toMatch(/^# TYPE davylamp_readings_total counter$/m)
})

test.each([
  ['1795367015434', 1_795_367_015_434],
  ['2026-11-22', Date.UTC(2026, 10, 22)],
  ['2026-11-22T10:00', Date.UTC(2026, 10, 22, 10)],
  ['2026-11-22T10:00:00Z', Date.UTC(2026, 10, 22, 10)],
  ['2026-11-22T10:00:00.250+05:30', Date.UTC(2026, 10, 22, 4, 30, 0, 250)],
  ['2026-11-22T10:00:00 05:30', Date.UTC(2026, 10, 22, 4, 30)],
  ['Nov 22 2026', undefined],
  ['-5', undefined],
  ['1e400', undefined],
  ['', undefined],
])('the moment %j', (text, atMs) => {
  expect(parseInstant(text)).toBe(atMs)
})

/** A server that answers charts itself, as `server.ts` has it, and says 421 where Next.js would be asked. */
async function directServer() {
  const errors: unknown[] = []
  const http = createServer((request, response) => {
    if (answerDirectly(request, response, (error) => errors.push(error))) return
    response.writeHead(421).end()
  })
  await once(http.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void http.close())
  const { port } = http.address() as AddressInfo
  const authorization = `Bearer ${key}`
  return {
    errors,
    fetch: (path: string, given: RequestInit = {}) =>
      fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization }, ...given }),
  }
}

test('charts that the server answers without Next.js are those of their route handlers, with the same headers', async () => {
  const direct = await directServer()
  const query = `?from=${now - 3_600_000}&to=${now}&step=900`
  const pairs: [string, Response][] = [
    [`/api/v1/fleet/chart${query}`, await getFleetChart(ask(query))],
    [`/api/v1/rigs/${rigId}/readings${query}`, await getReadings(ask(query), ofRig(rigId))],
    [`/api/v1/rigs/${rigId}/readings?limit=3`, await getReadings(ask('?limit=3'), ofRig(rigId))],
    [`/api/v1/rigs/${rigId}/readings?step=0`, await getReadings(ask('?step=0'), ofRig(rigId))],
    ['/api/v1/rigs/99/readings', await getReadings(ask(), ofRig(99))],
  ]
  for (const [path, expected] of pairs) {
    const answer = await direct.fetch(path)
    expect([path, answer.status]).toEqual([path, expected.status])
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(await answer.json()).toEqual(await expected.json())
  }
  expect(direct.errors).toEqual([])
})

test('a stranger gets no chart without Next.js either, and everything else is left to it', async () => {
  const direct = await directServer()
  const forged = ['authorization: Bearer wrong', 'cookie: davylamp.session_token=forged', 'accept: */*']
  for (const header of forged) {
    const [name = '', value = ''] = header.split(': ')
    const answer = await direct.fetch('/api/v1/fleet/chart', { headers: { [name]: value } })
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ error: { code: 'unauthorized' } })
  }
  const others = ['/api/v1/fleet', '/api/v1/fleet/chart/', `/api/v1/rigs/${rigId}`, '/api/v1/rigs/x/readings', '/']
  for (const path of others) expect([path, (await direct.fetch(path)).status]).toEqual([path, 421])
  expect((await direct.fetch('/api/v1/fleet/chart', { method: 'POST' })).status).toBe(421)
})

test('a chart that fails is reported, and answered 500 without saying why', async () => {
  const direct = await directServer()
  placeRunningServer(undefined)
  onTestFinished(() => placeRunningServer(server))
  const answer = await direct.fetch('/api/v1/fleet/chart')
  expect([answer.status, await answer.text()]).toEqual([500, 'Internal Server Error'])
  expect(direct.errors).toHaveLength(1)
})

test('an answer of some length is compressed for who takes it', async () => {
  const chart = (headers: { [name: string]: string }) =>
    getFleetChart(new Request('http://127.0.0.1/x', { headers: { authorization: `Bearer ${key}`, ...headers } }))
  const encodingOf = async (accepted: string) =>
    (await chart({ 'accept-encoding': accepted })).headers.get('content-encoding')
  expect(await encodingOf('gzip, deflate')).toBe('gzip')
  expect(await encodingOf('br, gzip;q=0.5')).toBe('gzip')
  expect(await encodingOf('gzip;q=0, br')).toBeNull()
  expect(await encodingOf('identity')).toBeNull()
  const compressed = await chart({ 'accept-encoding': 'gzip' })
  const plain = await chart({})
  const text = gunzipSync(await compressed.arrayBuffer()).toString()
  expect(Object.keys(JSON.parse(text))).toEqual(Object.keys(await plain.json()))
})

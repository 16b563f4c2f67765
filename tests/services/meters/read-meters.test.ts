import { once } from 'node:events'
import { createServer } from 'node:net'
import { Aedes } from 'aedes'
import { expect, onTestFinished, test, vi } from 'vitest'
import { siteMeters } from '#lib/db/site-meters'
import { openMqttMeter } from '#lib/market/meters/mqtt-meter'
import { MeterReading } from '#lib/services/meters/read-meters'
import { saveMeter } from '#lib/services/meters/save-meter'
import { deriveSecrets } from '#lib/services/secrets'
import { openForTest, temporaryDatabase } from '../../db/temporary-database'
import { json, webDouble } from '../../market/web-double'
import { firstSite } from '../money-mine.ts'

const MINUTE = 60_000
const start = Date.UTC(2026, 10, 22)
const secrets = deriveSecrets('a secret that is long enough for any test')

async function barn() {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  return { database, siteId: await firstSite(database), secrets }
}

function rest(address: string, more: Record<string, unknown> = {}) {
  return { kind: 'rest', address, path: 'total_act_power', unit: 'watts', intervalSeconds: 60, ...more }
}

// EM.GetStatus of a Shelly Pro 3EM: shelly-api-docs.shelly.cloud/gen2/ComponentsAndServices/EM
test('a meter asked each minute fills its quarter-hours, and its secret goes with the request alone', async () => {
  const context = await barn()
  const { database, siteId } = context
  const sent: (string | undefined)[] = []
  const meter = await webDouble((request, response) => {
    sent.push(request.headers.authorization)
    json(response, { id: 0, total_current: 17.3, total_act_power: 4000 })
  })
  expect(await saveMeter(context, siteId, rest(meter.url, { secret: 'hush-hush' }))).toMatchObject({ ok: true })
  const reading = new MeterReading(context)
  for (let minute = 0; minute <= 15; minute += 1) await reading.run(start + minute * MINUTE)
  const [quarter] = await database.meterQuarter.findMany()
  expect(quarter?.seconds).toBe(900)
  expect(quarter?.energyWh).toBeCloseTo(1000, 6)
  expect(sent).toHaveLength(16)
  expect(sent[0]).toBe('Bearer hush-hush')
  expect(JSON.stringify(await siteMeters(database))).not.toContain('hush-hush')
})

test('a meter that sends elsewhere, refuses or tells nothing is a problem in words, and writes nothing', async () => {
  const context = await barn()
  const { database, siteId } = context
  const answers = [
    { status: 302, words: /could not be reached/ },
    { status: 401, words: /answered 401/ },
    { status: 200, words: /has no number at "total_act_power"/ },
  ]
  for (const { status, words } of answers) {
    const meter = await webDouble((_, response) => json(response, {}, status, { location: 'http://127.0.0.1:1/' }))
    expect(await saveMeter(context, siteId, rest(meter.url))).toMatchObject({ ok: true })
    await new MeterReading(context).run(start)
    const [stored] = await siteMeters(database)
    expect(stored?.lastProblem).toMatch(words)
  }
  expect(await database.meterQuarter.count()).toBe(0)
})

test('a stored secret does not follow to another server', async () => {
  const context = await barn()
  await saveMeter(context, context.siteId, rest('http://192.0.2.1/', { secret: 'hush-hush' }))
  expect(await saveMeter(context, context.siteId, rest('http://192.0.2.2/'))).toMatchObject({
    ok: false,
    problems: { secret: expect.stringContaining('another server') },
  })
})

async function broker() {
  const aedes = await Aedes.createBroker()
  const server = createServer(aedes.handle)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    await new Promise<void>((resolve) => aedes.close(() => resolve()))
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  const publish = (topic: string, payload: string) =>
    new Promise<void>((resolve, reject) =>
      aedes.publish({ cmd: 'publish', topic, payload, qos: 0, dup: false, retain: false }, (error) =>
        error ? reject(error) : resolve(),
      ),
    )
  return { aedes, publish, url: `mqtt://127.0.0.1:${address.port}` }
}

// tele/…/SENSOR of Tasmota: tasmota.github.io/docs/MQTT
test('a meter that publishes is heard, as JSON and as a plain number', async () => {
  const { aedes, publish, url } = await broker()
  const listen = async (path: string, topic: string) => {
    const subscribed = once(aedes, 'subscribe')
    const settings = { kind: 'mqtt' as const, address: url, topic, path, unit: 'kwh' as const, intervalSeconds: 30 }
    const connection = openMqttMeter(settings, () => start)
    onTestFinished(() => connection.close())
    await subscribed
    return connection
  }
  const tasmota = await listen('ENERGY.Total', 'tele/barn/SENSOR')
  const plain = await listen('', 'barn/kwh')
  await publish('tele/barn/SENSOR', '{"Time":"2026-11-22T00:00:00","ENERGY":{"Total":1234.5,"Power":900}}')
  await publish('barn/kwh', '77.25')
  await vi.waitFor(() => expect(tasmota.take().samples).toEqual([{ atMs: start, counterWh: 1_234_500 }]))
  await vi.waitFor(() => expect(plain.take().samples).toEqual([{ atMs: start, counterWh: 77_250 }]))
})

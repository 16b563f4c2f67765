import { once } from 'node:events'
import { createServer } from 'node:net'
import { Aedes } from 'aedes'
import { expect, onTestFinished, test, vi } from 'vitest'
import { MqttBrokers } from '#agent/meters/mqtt-brokers'
import { mqttMeter } from '#agent/meters/mqtt-meter'

/** A broker on loopback; with a login where one is named. */
async function broker(password?: string) {
  const aedes = await Aedes.createBroker({
    authenticate: (_client, _user, given, done) => done(null, password === undefined || given?.toString() === password),
  })
  let connections = 0
  aedes.on('client', () => {
    connections += 1
  })
  const server = createServer(aedes.handle)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    await new Promise<void>((resolve) => aedes.close(() => resolve()))
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  const publish = (topic: string, payload: string, retain = false) =>
    new Promise<void>((resolve, reject) =>
      aedes.publish({ cmd: 'publish', topic, payload, qos: 0, dup: false, retain }, (error) =>
        error ? reject(error) : resolve(),
      ),
    )
  const subscribed = () => once(aedes, 'subscribe')
  return { address: `mqtt://127.0.0.1:${address.port}`, publish, subscribed, connections: () => connections }
}

type Broker = Awaited<ReturnType<typeof broker>>

function meterOn({ address }: Broker, topic: string, more: { path?: string; password?: string; every?: number } = {}) {
  const { path, password, every } = more
  const settings = { kind: 'mqtt' as const, address, topic, path, publishedEverySeconds: every }
  const meter = mqttMeter(settings, { user: 'davy', password }, brokers, () => 10)
  onTestFinished(() => meter.close())
  return meter
}
const brokers = new MqttBrokers()

test('the number that Home Assistant publishes is the rig’s watts, alone or in JSON, over one connection', async () => {
  const home = await broker()
  const number = meterOn(home, 'homeassistant/sensor/rig_plug_power/state')
  await home.subscribed()
  const listening = home.subscribed()
  const document = meterOn(home, 'tele/rig-plug/SENSOR', { path: 'ENERGY.Power' })
  await listening
  await home.publish('homeassistant/sensor/rig_plug_power/state', '1312.5')
  await home.publish('tele/rig-plug/SENSOR', '{"Time":"2022-01-11T21:57:38","ENERGY":{"Power":840,"Voltage":233}}')
  await vi.waitFor(async () => expect(await number.read()).toEqual({ ok: true, watts: 1312.5 }))
  await vi.waitFor(async () => expect(await document.read()).toEqual({ ok: true, watts: 840 }))
  expect(home.connections()).toBe(1)
})

test('a value is absent once it is older than three intervals', async () => {
  const home = await broker()
  const meter = meterOn(home, 'plug/power')
  const patient = meterOn(home, 'plug/power', { every: 300 })
  await home.subscribed()
  await home.publish('plug/power', '1300')
  await vi.waitFor(async () => expect(await meter.read()).toEqual({ ok: true, watts: 1300 }))
  const nowMs = performance.now()
  vi.spyOn(performance, 'now').mockReturnValue(nowMs + 29_000)
  expect(await meter.read()).toEqual({ ok: true, watts: 1300 })
  vi.spyOn(performance, 'now').mockReturnValue(nowMs + 31_000)
  expect(await meter.read()).toEqual({ ok: false, problem: expect.stringMatching(/nothing new came on plug\/power/) })
  expect(await patient.read()).toEqual({ ok: true, watts: 1300 })
  vi.restoreAllMocks()
})

test('a retained value, of which nobody knows when it was measured, is left out', async () => {
  const home = await broker()
  await home.publish('plug/power', '999', true)
  const meter = meterOn(home, 'plug/power')
  await home.subscribed()
  const listening = home.subscribed()
  const other = meterOn(home, 'plug/other')
  await listening
  await home.publish('plug/other', '5')
  // What comes on one connection comes in order: the retained value was heard before this one.
  await vi.waitFor(async () => expect(await other.read()).toEqual({ ok: true, watts: 5 }))
  expect(await meter.read()).toMatchObject({ ok: false })
  await home.publish('plug/power', '1001')
  await vi.waitFor(async () => expect(await meter.read()).toEqual({ ok: true, watts: 1001 }))
})

test.each([
  ['no number', 'unavailable', {}, /is no number/],
  ['no number where the path leads', '{"ENERGY":{}}', { path: 'ENERGY.Power' }, /no number at ENERGY.Power/],
  ['nothing drawn', '0', {}, /0 W while the rig runs/],
])('%s is a problem in words', async (_, payload, more, words) => {
  const home = await broker()
  const meter = meterOn(home, 'plug/power', more)
  await home.subscribed()
  await home.publish('plug/power', payload)
  await vi.waitFor(async () =>
    expect(await meter.read()).toMatchObject({ ok: false, problem: expect.stringMatching(words) }),
  )
})

test('a broker that refuses the password is named, the password is not', async () => {
  const home = await broker('open sesame')
  const meter = meterOn(home, 'plug/power', { password: 'hush-hush' })
  await vi.waitFor(async () =>
    expect(await meter.read()).toMatchObject({ problem: expect.stringContaining('refused user or password') }),
  )
  expect(JSON.stringify(await meter.read())).not.toContain('hush')
  const welcome = meterOn(home, 'plug/power', { password: 'open sesame' })
  await home.subscribed()
  await home.publish('plug/power', '77')
  await vi.waitFor(async () => expect(await welcome.read()).toEqual({ ok: true, watts: 77 }))
})

import { expect, test } from 'vitest'
import { describeMeter, type MeterProbe, probeMeter } from '#agent/meters/probe-meter'
import { freePort } from '../../free-port'
import { type HttpRequestSeen, pretendHttp } from '../miners/pretend-miner'

// GET /shelly and /rpc/Shelly.GetStatus: shelly-api-docs.shelly.cloud/gen2; two clamps as in github.com/Jan200101/ShellyPy/issues/20
const LATER = { id: 'shellyplusplugs-a8032ab1fe78', mac: 'A8032AB1FE78', model: 'SNPL-00112EU', gen: 2 }
const CLAMPS = { 'em1:0': { id: 0, act_power: 0 }, 'em1:1': { id: 1, act_power: 501.8 } }
// GET /shelly and /status of a Plug S: shelly-api-docs.shelly.cloud/gen1/#shelly-plug-plugs-status
const FIRST = { type: 'SHPLG-S', mac: 'C45BBE7928B9', auth: false, fw: '20230913-113421/v1.14.0' }
// Status 8: tasmota.github.io/docs/Commands
const SENSORS = { StatusSNS: { Time: '2022-01-11T21:57:38', ENERGY: { Power: 1325, Voltage: 233 } } }

async function probed(pages: { [path: string]: object }, password?: string, seen: HttpRequestSeen[] = []) {
  const target = await pretendHttp((path) => (pages[path] ? { text: JSON.stringify(pages[path]) } : undefined), seen)
  return probeMeter({
    target: `127.0.0.1:${target.port}`,
    timeoutMs: 1_000,
    ...(password === undefined ? {} : { password }),
  })
}

function words(meter: MeterProbe): string {
  return meter.ok ? describeMeter(meter.kind, meter.channels) : meter.problem
}

test('a plug of the first generation says what it measures', async () => {
  const meter = await probed({ '/shelly': FIRST, '/status': { meters: [{ power: 1312.54, is_valid: true }] } })
  expect(words(meter)).toBe('meter     shelly\npower     1312.54 W (metered)')
})

test('a meter with two clamps says both, and 0 W where nothing draws any', async () => {
  const meter = await probed({ '/shelly': LATER, '/rpc/Shelly.GetStatus': CLAMPS })
  expect(words(meter)).toBe('meter     shelly\nchannel 0 0 W (metered)\nchannel 1 501.8 W (metered)')
})

test('a plug with Tasmota is found out', async () => {
  const meter = await probed({ '/cm?cmnd=Status%208': SENSORS })
  expect(words(meter)).toBe('meter     tasmota\npower     1325 W (metered)')
})

test('a password is told only to a plug that asked for it', async () => {
  const router: HttpRequestSeen[] = []
  const stranger = await probed({ '/': { hello: 'router' } }, 'open sesame', router)
  expect(stranger).toMatchObject({ ok: false, isOther: true })
  expect(JSON.stringify(router)).not.toContain('sesame')
  const warning = { WARNING: 'Need user=<username>&password=<password>' }
  const pages = { '/cm?cmnd=Status%208': warning, '/cm?user=admin&password=open+sesame&cmnd=Status%208': SENSORS }
  expect(words(await probed(pages, 'open sesame'))).toContain('1325 W')
  expect(words(await probed(pages))).toMatch(/^the meter .* wants a password$/)
})

test('nobody there is said with the address', async () => {
  const port = await freePort()
  const nobody = await probeMeter({ target: `http://127.0.0.1:${port}`, kind: 'shelly', timeoutMs: 500 })
  expect(nobody).toMatchObject({ ok: false, problem: expect.stringContaining(`127.0.0.1:${port} refused`) })
})

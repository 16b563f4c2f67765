import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shellyMeter } from '#agent/meters/shelly'
import { tasmotaMeter } from '#agent/meters/tasmota'
import { freePort } from '../../free-port'
import { type HttpRequestSeen, pretendHttp } from '../miners/pretend-miner'

// GET /shelly: shelly-api-docs.shelly.cloud/gen1/#shelly, …/gen2/ComponentsAndServices/Shelly#http-endpoint-shelly
const firstShelly = { type: 'SHPLG-S', mac: 'C45BBE7928B9', auth: false, fw: '20230913-113421/v1.14.0' }
const laterShelly = { id: 'shellyplusplugs-a8032ab1fe78', mac: 'A8032AB1FE78', model: 'SNPL-00112EU', gen: 2 }

// /status of a Plug S: shelly-api-docs.shelly.cloud/gen1/#shelly-plug-plugs-status
const plugStatus = {
  relays: [{ ison: true, has_timer: false, overpower: false, source: 'input' }],
  meters: [
    { power: 1312.54, overpower: 0, is_valid: true, timestamp: 1663863464, counters: [1300, 1311, 1298], total: 12345 },
  ],
  temperature: 29.59,
}
// /status of a 3EM as recorded in homebridge-smartsystem 6.8.11, server/shelly.ts, with load on all phases
const threePhases = {
  emeters: [
    { power: 1010.66, pf: 1, current: 4.4, voltage: 232.06, is_valid: true, total: 5.3, total_returned: 0 },
    { power: 900, pf: 0.98, current: 3.9, voltage: 232.06, is_valid: true, total: 0, total_returned: 0 },
    { power: 1100.5, pf: 0.99, current: 4.8, voltage: 232.05, is_valid: true, total: 0, total_returned: 0 },
  ],
  total_power: 3011.16,
}
// Switch.GetStatus: shelly-api-docs.shelly.cloud/gen2/ComponentsAndServices/Switch#switchgetstatus-example
const switchStatus = { id: 0, source: 'WS_in', output: true, apower: 1308.9, voltage: 237.5, aenergy: { total: 6.532 } }
// Shelly.GetStatus of a Pro EM-50: github.com/Jan200101/ShellyPy/issues/20
const twoClamps = {
  'em1:0': { id: 0, current: 0.08, voltage: 234.9, act_power: 0, aprt_power: 18.7, calibration: 'factory' },
  'em1:1': { id: 1, current: 2.598, voltage: 234.9, act_power: 501.8, aprt_power: 612.4, calibration: 'factory' },
}
// EM.GetStatus: shelly-api-docs.shelly.cloud/gen2/ComponentsAndServices/EM#emgetstatus-example
const threePhaseLater = { 'em:0': { id: 0, a_act_power: 2166.2, total_current: 33.4, total_act_power: 2484.782 } }
// Status 8: tasmota.github.io/docs/Commands; figures from blog.mylocalbytes.com/kb/2022-01-10/LB-PM-Power-Monitoring
const tasmotaEnergy = { Total: 3.705, Period: 1, Power: 1325, ApparentPower: 1330, Factor: 0.99, Voltage: 233 }

function shelly(about: object, status: object, seen: HttpRequestSeen[] = []) {
  const isLater = 'gen' in about
  return pretendHttp((path) => {
    if (path === '/shelly') return { text: JSON.stringify(about) }
    return path === (isLater ? '/rpc/Shelly.GetStatus' : '/status') ? { text: JSON.stringify(status) } : undefined
  }, seen)
}

function tasmota(energy: object) {
  return pretendHttp((path) =>
    path === '/cm?cmnd=Status%208'
      ? { text: JSON.stringify({ StatusSNS: { Time: '2022-01-11T21:57:38', ENERGY: energy } }) }
      : undefined,
  )
}

test.each([
  ['a plug of the first generation', firstShelly, plugStatus, undefined, 1312.54],
  ['a three-phase meter of the first generation, its phases together', firstShelly, threePhases, undefined, 3011.16],
  ['one clamp of it', firstShelly, threePhases, 2, 1100.5],
  ['a plug of a later generation', laterShelly, { 'switch:0': switchStatus, sys: {} }, undefined, 1308.9],
  ['the second clamp of a Pro EM', laterShelly, twoClamps, 1, 501.8],
  ['a three-phase meter of a later generation', laterShelly, threePhaseLater, undefined, 2484.782],
])('%s tells its watts', async (_, about, status, channel, watts) => {
  expect(await shellyMeter(await shelly(about, status), channel).read()).toEqual({ ok: true, watts })
})

test.each([
  ['two clamps and nobody says which', laterShelly, twoClamps, undefined, /has 2 channels: say which/],
  ['a clamp that is not there', laterShelly, twoClamps, 2, /no channel 2/],
  ['a clamp of another machine', laterShelly, twoClamps, 0, /0 W while the rig runs/],
  ['a switch without a meter', laterShelly, { 'switch:0': { id: 0, output: true } }, undefined, /tells no power/],
  [
    'a figure that the meter does not know',
    laterShelly,
    { 'switch:0': { ...switchStatus, apower: null } },
    undefined,
    /no power/,
  ],
  [
    'a meter that has not measured yet',
    firstShelly,
    { meters: [{ power: 0, is_valid: false }] },
    undefined,
    /not measured yet/,
  ],
  [
    'a clamp put on backwards',
    firstShelly,
    { emeters: [{ power: -812, is_valid: true }] },
    undefined,
    /negative power/,
  ],
])('%s is a problem in words, never a figure', async (_, about, status, channel, words) => {
  const target = await shelly(about, status)
  expect(await shellyMeter(target, channel).read()).toMatchObject({ ok: false, problem: expect.stringMatching(words) })
})

test('a later Shelly with a password is asked by digest, with SHA-256, and its password never travels', async () => {
  const seen: HttpRequestSeen[] = []
  // As the documentation shows it under Authentication.
  const challenge = 'Digest qop="auth", realm="shellyplusplugs-a8032ab1fe78", nonce="1681736456", algorithm=SHA-256'
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
  const target = await pretendHttp((path, authorization = '') => {
    if (path === '/shelly') return { text: JSON.stringify({ ...laterShelly, auth_en: true }) }
    const given = (name: string) => new RegExp(`${name}="?([^",]+)`).exec(authorization)?.[1]
    const first = sha256('admin:shellyplusplugs-a8032ab1fe78:open sesame')
    const second = sha256('GET:/rpc/Shelly.GetStatus')
    const right = sha256(`${first}:1681736456:${given('nc')}:${given('cnonce')}:auth:${second}`)
    return given('response') === right
      ? { text: JSON.stringify({ 'switch:0': switchStatus }) }
      : { status: 401, text: '', challenge }
  }, seen)
  const meter = shellyMeter({ ...target, password: 'open sesame' }, undefined)
  expect(await meter.read()).toEqual({ ok: true, watts: 1308.9 })
  expect(await meter.read()).toEqual({ ok: true, watts: 1308.9 })
  expect(JSON.stringify(seen)).not.toContain('sesame')
  // The challenge is remembered: one question more at the first reading only.
  expect(seen.map(({ url }) => url)).toEqual(['/shelly', ...Array(3).fill('/rpc/Shelly.GetStatus')])
  const wrong = shellyMeter({ ...target, password: 'wrong' }, undefined)
  expect(await wrong.read()).toEqual({ ok: false, problem: expect.stringContaining('did not accept the credentials') })
})

test.each([
  ['a plug', tasmotaEnergy, undefined, 1325],
  ['the second channel of a plug with two', { ...tasmotaEnergy, Power: [600, 725] }, 1, 725],
])('%s with Tasmota tells its watts', async (_, energy, channel, watts) => {
  expect(await tasmotaMeter(await tasmota(energy), channel).read()).toEqual({ ok: true, watts })
})

test('a Tasmota plug that wants a password is asked with it, and no problem repeats it', async () => {
  const warning = { text: '{"WARNING":"Need user=<username>&password=<password>"}' }
  const target = await pretendHttp((path) =>
    path === '/cm?user=admin&password=open+sesame&cmnd=Status%208'
      ? { text: JSON.stringify({ StatusSNS: { ENERGY: tasmotaEnergy } }) }
      : warning,
  )
  expect(await tasmotaMeter({ ...target, password: 'open sesame' }, undefined).read()).toEqual({
    ok: true,
    watts: 1325,
  })
  expect(await tasmotaMeter(target, undefined).read()).toMatchObject({
    problem: expect.stringContaining('wants a password'),
  })
  const wrong = await tasmotaMeter({ ...target, password: 'hush' }, undefined).read()
  expect(wrong).toMatchObject({ problem: expect.stringContaining('did not accept') })
  expect(JSON.stringify(wrong)).not.toContain('hush')
})

test('a meter that is switched off or is something else is said so, with its address', async () => {
  const port = await freePort()
  const off = { host: '127.0.0.1', port, scheme: 'http' as const, timeoutMs: 2_000 }
  for (const meter of [shellyMeter(off, undefined), tasmotaMeter(off, undefined)]) {
    expect(await meter.read()).toMatchObject({
      problem: expect.stringMatching(`the meter http://127.0.0.1:${port} refused`),
    })
  }
  const router = await pretendHttp(() => ({ text: '{"hello":"router"}' }))
  for (const meter of [shellyMeter(router, undefined), tasmotaMeter(router, undefined)]) {
    expect(await meter.read()).toMatchObject({ ok: false, problem: expect.stringContaining('answers, but not as') })
  }
})

test('whatever a meter answers, its figure is positive watts or absent with a reason', async () => {
  let status: unknown
  const target = await pretendHttp((path) => ({ text: JSON.stringify(path === '/shelly' ? laterShelly : status) }))
  const names = fc.constantFrom('em:0', 'em1:0', 'switch:0', 'switch:1', 'StatusSNS')
  const fields = fc.constantFrom('apower', 'act_power', 'total_act_power', 'ENERGY')
  const component = fc.oneof(fc.jsonValue(), fc.dictionary(fields, fc.oneof(fc.double(), fc.jsonValue())))
  const statuses = fc.oneof(fc.jsonValue(), fc.dictionary(names, component))
  await fc.assert(
    fc.asyncProperty(statuses, async (answer) => {
      status = answer
      for (const meter of [shellyMeter(target, undefined), tasmotaMeter(target, undefined)]) {
        const read = await meter.read()
        if (read.ok) expect(read.watts > 0 && read.watts <= 1e7).toBe(true)
        else expect(read.problem).toContain('127.0.0.1')
      }
    }),
    { numRuns: 60 },
  )
})

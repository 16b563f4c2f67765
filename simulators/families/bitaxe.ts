import { shortDifficulty } from '../cgminer-answers'
import { rounded } from '../noise'
import type { SimulatedRig } from '../simulated-rig'
import type { WireFamily } from '../wire-family'

/** So long after a start the figures mean nothing: a real board said 1000 GH/s on 2.65 W at 4 s. */
const NONSENSE_SECONDS = 60
const INPUT_VOLTS = 5.175

/** AxeOS: GH/s, millivolts and milliamperes, the board's own output watts, the best difficulty as text. */
export const bitaxe: WireFamily = {
  scheme: 'http',
  answer(rig, { method, path }) {
    if (method !== 'GET') return { status: 401, body: { error: 'Unauthorized' } }
    if (path === '/api/system/info') return { status: 200, body: info(rig) }
    if (path === '/api/system/asic') return { status: 200, body: asic(rig) }
    return { status: 404, body: { error: 'Not Found' } }
  },
}

function asic(rig: SimulatedRig) {
  const { coreMegahertz, name } = rig.description.device
  return {
    ASICModel: name,
    deviceModel: 'Gamma',
    asicCount: rig.deviceCount,
    defaultFrequency: coreMegahertz,
    defaultVoltage: 1150,
  }
}

function info(rig: SimulatedRig) {
  const { description } = rig
  const { device } = description
  const [told] = description.works
  const [work] = rig.works
  const isNonsense = rig.uptimeSeconds < NONSENSE_SECONDS && !rig.isPaused
  const nominalGigahashes = (told?.nominalHashesPerSecond ?? 0) / 1e9
  const watts = isNonsense ? 2.65000009536743 : rounded(rig.watts(), 8)
  const pool = new URL(told?.pool.url ?? 'stratum+tcp://pool.example:3333')
  const isCold = rig.isPaused || rig.isLost(0)
  const best = shortDifficulty(work?.bestDifficulty ?? 0).replace('K', 'k')
  // Round figures without a measurement behind them, then spikes to twice the truth.
  const nonsense = rig.uptimeSeconds < 10 ? 1000 : nominalGigahashes * (1 + Math.abs(Math.sin(rig.uptimeSeconds)))
  return {
    power: watts,
    voltage: INPUT_VOLTS * 1000,
    current: isNonsense ? 521.25 : rounded((watts / INPUT_VOLTS) * 1000, 2),
    temp: isCold ? -1 : rounded(rig.celsius(0) ?? -1, 3),
    vrTemp: Math.round(rig.celsius(0, 'regulator') ?? 0),
    maxPower: 40,
    nominalVoltage: 5,
    hashRate: isNonsense ? nonsense : rounded(rig.hashesPerSecond(0, 'instant') / 1e9, 4),
    expectedHashrate: rounded(nominalGigahashes, 1),
    bestDiff: best,
    bestSessionDiff: best,
    stratumDiff: told?.shareDifficulty ?? 0,
    isUsingFallbackStratum: 0,
    freeHeap: 8_412_304,
    coreVoltage: 1150,
    coreVoltageActual: isCold ? 0 : 1147,
    frequency: device.coreMegahertz,
    ssid: 'shelf',
    macAddr: description.mac.toUpperCase(),
    hostname: description.name,
    wifiStatus: 'Connected!',
    wifiRSSI: -51,
    miningPaused: rig.isPaused,
    sharesAccepted: work?.accepted ?? 0,
    sharesRejected: work?.rejected ?? 0,
    sharesRejectedReasons: (work?.rejected ?? 0) > 0 ? [{ message: 'Job not found', count: work?.rejected }] : [],
    uptimeSeconds: rig.uptimeSeconds,
    asicCount: description.deviceCount,
    smallCoreCount: device.chips ?? 0,
    ASICModel: device.name,
    stratumURL: pool.hostname,
    stratumPort: Number(pool.port),
    stratumUser: told?.pool.user ?? '',
    fallbackStratumURL: 'solo.ckpool.org',
    fallbackStratumPort: 3333,
    fallbackStratumUser: told?.pool.user ?? '',
    responseTime: 41.7,
    version: 'v2.6.1',
    axeOSVersion: 'v2.6.1',
    idfVersion: 'v5.4',
    boardVersion: '601',
    runningPartition: 'ota_0',
    overheat_mode: rig.failure?.code === 'overheat' ? 1 : 0,
    power_fault: rig.failure && rig.failure.code !== 'overheat' ? rig.failure.text : undefined,
    autofanspeed: 1,
    temptarget: 60,
    fanspeed: rig.fanPercent(0),
    fanrpm: rig.fanRpm(0),
    flipscreen: 0,
    invertscreen: 0,
  }
}

import { rounded } from '../noise'
import type { SimulatedRig } from '../simulated-rig'
import type { WireFamily } from '../wire-family'
import { busNumber } from './bus-address'
import { spellingOf } from './lolminer'

/** lolMiner up to 1.16: one algorithm, totals in `Session`, keys with spaces and units, "mh/s" in small letters. */
export const lolminerOld: WireFamily = {
  scheme: 'http',
  answer(rig, { method, path }) {
    if (method !== 'GET') return { status: 405, body: { error: 'Method not allowed' } }
    if (path === '/' || path === '/summary') return { status: 200, body: summary(rig) }
    return { status: 404, body: { error: 'Not found' } }
  },
}

function summary(rig: SimulatedRig) {
  const [told] = rig.description.works
  const [work] = rig.works
  const accepted = work?.accepted ?? 0
  const { name, unit, factor } = spellingOf(told?.algorithm ?? '')
  return {
    Software: 'lolMiner 1.16',
    Mining: { Coin: told?.coin ?? '', Algorithm: name },
    Stratum: {
      Current_Pool: told?.pool.url.replace(/^stratum\+(tcp|ssl):\/\//, '') ?? '',
      Current_User: told?.pool.user ?? '',
      Average_Latency: 41.7,
    },
    Session: {
      Startup: Math.floor(rig.startedAtMs / 1000),
      Uptime: rig.uptimeSeconds,
      Last_Update: Math.floor(rig.nowMs / 1000),
      Active_GPUs: rig.deviceCount,
      Performance_Summary: rounded(rig.hashesPerSecond(0) / factor, 2),
      Performance_Unit: unit.toLowerCase(),
      Accepted: accepted,
      Submitted: accepted + (work?.rejected ?? 0),
      TotalPower: rounded(rig.watts(), 1),
    },
    GPUs: Array.from({ length: rig.deviceCount }, (_, device) => gpu(rig, device, factor)),
  }
}

function gpu(rig: SimulatedRig, device: number, factor: number) {
  const accepted = rig.works[0]?.acceptedByDevice[device] ?? 0
  return {
    Index: device,
    Name: rig.description.device.name,
    Performance: rounded(rig.deviceHashesPerSecond(0, device) / factor, 2),
    'Consumption (W)': rounded(rig.deviceWatts(device), 1),
    'Fan Speed (%)': rig.fanPercent(device),
    'Temps (deg C)': rig.isLost(device) ? 0 : Math.round(rig.celsius(device) ?? 0),
    'Mem Temps (deg C)': rig.isLost(device) ? 0 : Math.round(rig.celsius(device, 'memory') ?? 0),
    Session_Accepted: accepted,
    Session_Submitted: accepted + (rig.works[0]?.rejectedByDevice[device] ?? 0),
    PCIE_Address: `${busNumber(device)}:0`,
  }
}

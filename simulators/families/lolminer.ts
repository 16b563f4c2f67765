import { rounded } from '../noise'
import type { SimulatedRig } from '../simulated-rig'
import type { WireFamily } from '../wire-family'
import { busNumber } from './bus-address'

/** lolMiner's spelling and unit of each algorithm. */
const spellings: Record<string, { name: string; unit: string; factor: number }> = {
  etchash: { name: 'Etchash', unit: 'Mh/s', factor: 1e6 },
  ethash: { name: 'Ethash', unit: 'Mh/s', factor: 1e6 },
  autolykos2: { name: 'Autolykos V2', unit: 'Mh/s', factor: 1e6 },
  kheavyhash: { name: 'HeavyHash-Kaspa', unit: 'Mh/s', factor: 1e6 },
  kawpow: { name: 'KawPow', unit: 'Mh/s', factor: 1e6 },
  'equihash-144_5': { name: 'Equihash 144/5', unit: 'sol/s', factor: 1 },
  cuckatoo32: { name: 'Cuckatoo 32', unit: 'g/s', factor: 1 },
}

/** lolMiner 1.4x and later: algorithms side by side, rates times `Performance_Factor`; a lost GPU stays in the list with zeros. */
export const lolminer: WireFamily = {
  scheme: 'http',
  answer(rig, { method, path }) {
    if (method !== 'GET') return { status: 405, body: { error: 'Method not allowed' } }
    if (path === '/' || path === '/summary') return { status: 200, body: summary(rig) }
    return { status: 404, body: { error: 'Not found' } }
  },
}

/** How lolMiner names an algorithm, and what its unit is worth in H/s. */
export function spellingOf(algorithm: string): { name: string; unit: string; factor: number } {
  return spellings[algorithm] ?? { name: algorithm, unit: 'h/s', factor: 1 }
}

function summary(rig: SimulatedRig) {
  const devices = Array.from({ length: rig.deviceCount }, (_, index) => index)
  return {
    Software: 'lolMiner 1.88',
    Session: {
      Startup: Math.floor(rig.startedAtMs / 1000),
      Startup_String: new Date(rig.startedAtMs).toISOString().slice(0, 19).replace('T', '_'),
      Uptime: rig.uptimeSeconds,
      Last_Update: Math.floor(rig.nowMs / 1000),
    },
    Num_Workers: rig.deviceCount,
    Workers: devices.map((device) => worker(rig, device)),
    Num_Algorithms: rig.works.length,
    Algorithms: rig.works.map((_, index) => algorithm(rig, index, devices)),
  }
}

function worker(rig: SimulatedRig, device: number) {
  const kind = rig.description.device
  const isLost = rig.isLost(device)
  const celsius = (part: 'core' | 'memory' | 'hotspot') => (isLost ? 0 : Math.round(rig.celsius(device, part) ?? 0))
  return {
    Index: device,
    Name: kind.name,
    Power: rounded(rig.deviceWatts(device), 3),
    CCLK: isLost ? 0 : kind.coreMegahertz,
    MCLK: isLost ? 0 : (kind.memoryMegahertz ?? 0),
    Core_Temp: celsius('core'),
    Juc_Temp: celsius('hotspot'),
    Mem_Temp: celsius('memory'),
    Fan_Speed: rig.fanPercent(device),
    LHR_Unlock_Pct: 100,
    PCIE_Address: `${busNumber(device)}:0`,
  }
}

function algorithm(rig: SimulatedRig, index: number, devices: number[]) {
  const told = rig.description.works[index]
  const work = rig.works[index]
  const { name, unit, factor } = spellingOf(told?.algorithm ?? '')
  return {
    Algorithm: name,
    Algorithm_Appendix: '',
    Pool: told?.pool.url.replace(/^stratum\+(tcp|ssl):\/\//, '') ?? '',
    User: told?.pool.user ?? '',
    Worker: rig.description.name,
    Performance_Unit: unit,
    Performance_Factor: factor,
    Total_Performance: rounded(rig.hashesPerSecond(index) / factor, 4),
    Total_Accepted: work?.accepted ?? 0,
    Total_Rejected: work?.rejected ?? 0,
    Total_Stales: work?.stale ?? 0,
    Total_Errors: 0,
    Worker_Performance: devices.map((device) => rounded(rig.deviceHashesPerSecond(index, device) / factor, 4)),
    Worker_Accepted: devices.map((device) => work?.acceptedByDevice[device] ?? 0),
    Worker_Rejected: devices.map((device) => work?.rejectedByDevice[device] ?? 0),
    Worker_Stales: devices.map(() => 0),
    Worker_Errors: devices.map((device) => (rig.isLost(device) ? 1 : 0)),
  }
}

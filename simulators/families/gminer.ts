import { rounded } from '../noise'
import type { SimulatedRig } from '../simulated-rig'
import type { WireFamily } from '../wire-family'
import { busAddress } from './bus-address'

const spellings: Record<string, { name: string; unit: string }> = {
  etchash: { name: 'Etchash', unit: 'H/s' },
  ethash: { name: 'Ethash', unit: 'H/s' },
  kawpow: { name: 'KawPow', unit: 'H/s' },
  autolykos2: { name: 'Autolykos2', unit: 'H/s' },
  kheavyhash: { name: 'kHeavyHash', unit: 'H/s' },
  'equihash-144_5': { name: 'Equihash 144,5 "BgoldPoW"', unit: 'Sol/s' },
  'equihash-150_5': { name: 'Equihash 150,5 "Beam-PoW"', unit: 'Sol/s' },
}

/** GMiner 2 and later: H/s or Sol/s as a number, a second algorithm under keys ending in 2; a lost GPU stays with zeros. */
export const gminer: WireFamily = {
  scheme: 'http',
  answer(rig, { method, path }) {
    if (method !== 'GET') return { status: 405, body: { error: 'method not allowed' } }
    if (path === '/stat' || path === '/api/v1/status') return { status: 200, body: stat(rig) }
    return { status: 404, body: { error: 'not found' } }
  },
}

function stat(rig: SimulatedRig) {
  const [first, second] = rig.description.works
  const [work, secondWork] = rig.works
  const spelled = spell(first?.algorithm)
  const spelledSecond = spell(second?.algorithm)
  const minutes = Math.max(1, rig.uptimeSeconds / 60)
  return {
    miner: 'GMiner 3.44',
    uptime: rig.uptimeSeconds,
    server: first?.pool.url ?? '',
    user: first?.pool.user ?? '',
    ...(second ? { server2: second.pool.url, user2: second.pool.user } : {}),
    extended_share_info: true,
    shares_per_minute: rounded((work?.accepted ?? 0) / minutes, 2),
    pool_speed: Math.round(rig.averageHashesPerSecond(0)),
    algorithm: second ? `${spelled.name} + ${spelledSecond.name}` : spelled.name,
    electricity: rounded(rig.kilowattHours, 3),
    total_accepted_shares: work?.accepted ?? 0,
    total_rejected_shares: work?.rejected ?? 0,
    total_stale_shares: work?.stale ?? 0,
    total_invalid_shares: 0,
    ...(secondWork
      ? {
          total_accepted_shares2: secondWork.accepted,
          total_rejected_shares2: secondWork.rejected,
          total_stale_shares2: secondWork.stale,
          total_invalid_shares2: 0,
        }
      : {}),
    devices: Array.from({ length: rig.deviceCount }, (_, device) => gpu(rig, device)),
    speed_rate_precision: 0,
    speed_unit: spelled.unit,
    ...(second ? { speed_unit2: spelledSecond.unit } : {}),
    power_unit: `${spelled.unit.replace('/s', '')}/W`,
  }
}

function spell(algorithm = ''): { name: string; unit: string } {
  return spellings[algorithm] ?? { name: algorithm, unit: 'H/s' }
}

function gpu(rig: SimulatedRig, device: number) {
  const kind = rig.description.device
  const isLost = rig.isLost(device)
  return {
    gpu_id: device,
    bus_id: `0000:${busAddress(device)}`,
    name: kind.name,
    speed: Math.round(rig.deviceHashesPerSecond(0, device)),
    ...(rig.works.length > 1 ? { speed2: Math.round(rig.deviceHashesPerSecond(1, device)) } : {}),
    accepted_shares: rig.works[0]?.acceptedByDevice[device] ?? 0,
    rejected_shares: rig.works[0]?.rejectedByDevice[device] ?? 0,
    stale_shares: 0,
    invalid_shares: 0,
    fan: rig.fanPercent(device),
    temperature: isLost ? 0 : Math.round(rig.celsius(device) ?? 0),
    temperature_limit: 90,
    // 0 also where the card has no such sensor.
    memory_temperature: isLost ? 0 : Math.round(rig.celsius(device, 'memory') ?? 0),
    memory_temperature_limit: 120,
    core_clock: isLost ? 0 : kind.coreMegahertz,
    memory_clock: isLost ? 0 : (kind.memoryMegahertz ?? 0),
    power_usage: Math.round(rig.deviceWatts(device)),
  }
}

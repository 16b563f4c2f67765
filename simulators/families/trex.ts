import { hashedFraction, rounded } from '../noise'
import type { SimulatedRig } from '../simulated-rig'
import type { WireFamily } from '../wire-family'
import { busNumber } from './bus-address'

const VERSION = '0.26.8'

/** T-Rex: whole H/s, a second algorithm in `dual_stat`, difficulties as text with a space; a lost GPU vanishes from the list. */
export const trex: WireFamily = {
  scheme: 'http',
  answer(rig, { path }) {
    if (path === '/summary' || path === '/') return { status: 200, body: summary(rig) }
    if (path === '/control')
      return { status: 200, body: { success: 0, error: 'Access denied: API is in read-only mode' } }
    return { status: 404, body: { success: 0, error: 'Not found' } }
  },
}

function summary(rig: SimulatedRig) {
  const gpus = present(rig).map((device) => gpu(rig, device))
  const now = Math.floor(rig.nowMs / 1000)
  return {
    ...workStat(rig, 0),
    api: '4.4',
    build_date: 'Nov 22 2022 19:19:35',
    coin: '',
    cuda: '11.20',
    description: 'T-Rex NVIDIA GPU miner',
    driver: '535.129.03',
    ...(rig.description.works.length > 1
      ? {
          dual_stat: {
            ...workStat(rig, 1),
            gpus: present(rig).map((device) => ({
              device_id: device,
              hashrate: whole(rig.deviceHashesPerSecond(1, device)),
              hashrate_instant: whole(rig.deviceHashesPerSecond(1, device, 'instant')),
              hashrate_minute: whole(rig.deviceHashesPerSecond(1, device)),
              shares: shares(rig, 1, device),
            })),
          },
        }
      : {}),
    gpu_total: gpus.length,
    gpus,
    name: 't-rex',
    os: 'linux',
    paused: rig.isPaused,
    revision: '9fa7e8d1d1f5',
    success: 1,
    time: now,
    ts: now,
    uptime: rig.uptimeSeconds,
    validate_shares: true,
    version: VERSION,
    watchdog_stat: {
      built_in: true,
      startup_ts: Math.floor(rig.startedAtMs / 1000),
      total_restarts: 0,
      uptime: rig.uptimeSeconds + 1,
      wd_version: VERSION,
    },
  }
}

function present(rig: SimulatedRig): number[] {
  return Array.from({ length: rig.deviceCount }, (_, index) => index).filter((device) => !rig.isLost(device))
}

function whole(hashesPerSecond: number): number {
  return Math.round(hashesPerSecond)
}

function workStat(rig: SimulatedRig, index: number) {
  const told = rig.description.works[index]
  const work = rig.works[index]
  const sharesAMinute = rounded((work?.accepted ?? 0) / Math.max(1, rig.uptimeSeconds / 60), 3)
  return {
    accepted_count: work?.accepted ?? 0,
    active_pool: {
      difficulty: `${((told?.shareDifficulty ?? 0) / 1e9).toFixed(2)} G`,
      dns_https_server: '',
      last_submit_ts: Math.floor((work?.lastShareAtMs ?? 0) / 1000),
      ping: rig.failure ? 0 : 33,
      proxy: '',
      retries: rig.failure ? 3 : 0,
      url: told?.pool.url ?? '',
      user: told?.pool.user ?? '',
      worker: rig.description.name,
    },
    algorithm: told?.algorithm ?? '',
    hashrate: whole(rig.hashesPerSecond(index)),
    hashrate_day: whole(rig.averageHashesPerSecond(index)),
    hashrate_hour: whole(rig.hashesPerSecond(index, 'long')),
    hashrate_minute: whole(rig.hashesPerSecond(index)),
    invalid_count: work?.stale ?? 0,
    rejected_count: work?.rejected ?? 0,
    sharerate: sharesAMinute,
    sharerate_average: sharesAMinute,
    solved_count: 0,
  }
}

function shares(rig: SimulatedRig, index: number, device: number) {
  const work = rig.works[index]
  return {
    accepted_count: work?.acceptedByDevice[device] ?? 0,
    invalid_count: 0,
    last_share_diff: 0,
    last_share_submit_ts: Math.floor((work?.lastShareAtMs ?? 0) / 1000),
    max_share_diff: Math.round(work?.bestDifficulty ?? 0),
    max_share_submit_ts: 0,
    rejected_count: work?.rejectedByDevice[device] ?? 0,
    solved_count: 0,
  }
}

function gpu(rig: SimulatedRig, device: number) {
  const kind = rig.description.device
  const rate = rig.deviceHashesPerSecond(0, device)
  const watts = Math.round(rig.deviceWatts(device))
  const memory = rig.celsius(device, 'memory')
  const uuid = Array.from({ length: 8 }, (_, part) =>
    Math.floor(hashedFraction(rig.description.seed ^ (device + 1), part) * 65536)
      .toString(16)
      .padStart(4, '0'),
  ).join('')
  return {
    cclock: kind.coreMegahertz,
    dag_build_mode: 0,
    device_id: device,
    efficiency: watts > 0 ? `${Math.round(rate / watts / 1000)}kH/W` : '0kH/W',
    fan_speed: rig.fanPercent(device),
    gpu_id: device,
    gpu_user_id: device,
    hashrate: whole(rate),
    hashrate_day: whole(rig.averageHashesPerSecond(0) / rig.deviceCount),
    hashrate_hour: whole(rig.deviceHashesPerSecond(0, device, 'long')),
    hashrate_instant: whole(rig.deviceHashesPerSecond(0, device, 'instant')),
    hashrate_minute: whole(rate),
    intensity: 22,
    lhr_tune: 0,
    low_load: false,
    mclock: kind.memoryMegahertz ?? 0,
    ...(memory === undefined ? {} : { memory_temperature: Math.round(memory) }),
    mtweak: 0,
    name: kind.name,
    paused: rig.isPaused,
    pci_bus: busNumber(device),
    pci_domain: 0,
    pci_id: 0,
    potentially_unstable: false,
    power: watts,
    power_avr: watts,
    shares: shares(rig, 0, device),
    temperature: Math.round(rig.celsius(device) ?? 0),
    uuid,
    vendor: kind.vendor ?? 'NVIDIA',
  }
}

import { rounded } from '../noise'
import type { SimulatedRig } from '../simulated-rig'
import type { HttpAnswer, WireFamily } from '../wire-family'

const VERSION = '6.22.0'
const THREADS = 8
/** XMRig's own names, where they differ from the canonical ones. */
const algorithmNames: Record<string, string> = { randomx: 'rx/0', ghostrider: 'gr', 'cryptonight/r': 'cn/r' }

/** XMRig's HTTP API: hash rates over 10 s, 60 s and 15 min, `null` until a window has filled; no watts and no temperature. */
export const xmrig: WireFamily = {
  scheme: 'http',
  answer(rig, { method, path, bearerToken }, { accessToken }) {
    if (accessToken !== undefined && bearerToken !== accessToken) {
      return bearerToken === undefined ? failure(401, 'UNAUTHORIZED') : failure(403, 'FORBIDDEN')
    }
    if (method !== 'GET') return failure(403, 'FORBIDDEN')
    if (path === '/1/summary' || path === '/2/summary' || path === '/api.json')
      return { status: 200, body: summary(rig) }
    if (path === '/2/backends') return { status: 200, body: backends(rig) }
    return failure(404, 'NOT_FOUND')
  },
}

function failure(status: number, error: string): HttpAnswer {
  return { status, body: { status, error } }
}

function windows(rig: SimulatedRig, share: number): (number | null)[] {
  const filledAfter = (seconds: number, of: () => number) =>
    rig.uptimeSeconds >= seconds ? rounded(of() * share, 2) : null
  return [
    filledAfter(10, () => rig.hashesPerSecond(0, 'instant')),
    filledAfter(60, () => rig.hashesPerSecond(0, 'minute')),
    filledAfter(900, () => rig.hashesPerSecond(0, 'long')),
  ]
}

function algorithm(rig: SimulatedRig): string {
  const name = rig.description.works[0]?.algorithm ?? ''
  return algorithmNames[name] ?? name
}

function cpu(rig: SimulatedRig) {
  return {
    brand: rig.description.device.name,
    family: 25,
    model: 33,
    aes: true,
    avx2: true,
    x64: true,
    l2: 4194304,
    l3: 33554432,
    cores: THREADS,
    threads: THREADS * 2,
    packages: 1,
    nodes: 1,
    backend: 'hwloc/2.4.1',
    msr: 'ryzen_19h',
    assembly: 'ryzen',
    arch: 'x86_64',
  }
}

function summary(rig: SimulatedRig) {
  const { name, serial, works } = rig.description
  const [work] = rig.works
  const [told] = works
  const accepted = work?.accepted ?? 0
  const rejected = work?.rejected ?? 0
  const connected = rig.failure === undefined
  const total = windows(rig, 1)
  const nominal = told?.nominalHashesPerSecond ?? 0
  return {
    id: serial.slice(-16).toLowerCase(),
    worker_id: name,
    uptime: rig.uptimeSeconds,
    restricted: true,
    resources: {
      memory: { free: 9_023_000_000, total: 16_682_000_000, resident_set_memory: 2_502_000_000 },
      load_average: [rounded(THREADS * 0.98, 2), rounded(THREADS * 0.97, 2), rounded(THREADS * 0.96, 2)],
      hardware_concurrency: THREADS * 2,
    },
    features: ['api', 'asm', 'http', 'hwloc', 'tls', 'opencl', 'cuda'],
    results: {
      diff_current: told?.shareDifficulty ?? 0,
      shares_good: accepted,
      shares_total: accepted + rejected,
      avg_time: accepted > 0 ? Math.round(rig.uptimeSeconds / accepted) : 0,
      avg_time_ms: accepted > 0 ? Math.round((rig.uptimeSeconds * 1000) / accepted) : 0,
      hashes_total: Math.round(accepted * (told?.shareDifficulty ?? 0)),
      best: [Math.round(work?.bestDifficulty ?? 0), 0, 0, 0, 0, 0, 0, 0, 0, 0],
      error_log: [],
    },
    algo: algorithm(rig),
    connection: {
      pool: told?.pool.url.replace(/^stratum\+(tcp|ssl):\/\//, '') ?? '',
      ip: '127.0.0.1',
      uptime: connected ? rig.uptimeSeconds : 0,
      uptime_ms: connected ? rig.uptimeSeconds * 1000 : 0,
      ping: connected ? 38 : 0,
      failures: connected ? 0 : 4,
      tls: null,
      'tls-fingerprint': null,
      algo: algorithm(rig),
      diff: told?.shareDifficulty ?? 0,
      accepted,
      rejected,
      avg_time: accepted > 0 ? Math.round(rig.uptimeSeconds / accepted) : 0,
      hashes_total: Math.round(accepted * (told?.shareDifficulty ?? 0)),
      error_log: rig.failure ? [rig.failure.text] : [],
    },
    version: VERSION,
    kind: 'miner',
    ua: `XMRig/${VERSION} (Linux x86_64) libuv/1.44.2 gcc/11.3.0`,
    cpu: cpu(rig),
    donate_level: 1,
    paused: rig.isPaused,
    algorithms: [algorithm(rig)],
    hashrate: {
      total,
      highest: total[0] === null ? null : rounded(nominal * 1.02, 2),
      threads: Array.from({ length: THREADS }, () => windows(rig, 1 / THREADS)),
    },
    hugepages: [1168, 1168],
  }
}

function backends(rig: SimulatedRig) {
  return [
    {
      type: 'cpu',
      enabled: true,
      algo: algorithm(rig),
      profile: 'rx',
      'hw-aes': true,
      priority: -1,
      msr: true,
      asm: 'ryzen',
      hugepages: [1168, 1168],
      memory: 2097152 * THREADS,
      hashrate: windows(rig, 1),
      threads: Array.from({ length: THREADS }, (_, index) => ({
        intensity: 1,
        affinity: index,
        av: 1,
        hashrate: windows(rig, 1 / THREADS),
      })),
    },
    {
      type: 'opencl',
      enabled: false,
      algo: null,
      profile: null,
      platform: null,
      hashrate: [null, null, null],
      threads: [],
    },
    { type: 'cuda', enabled: false, algo: null, profile: null, hashrate: [null, null, null], threads: [] },
  ]
}

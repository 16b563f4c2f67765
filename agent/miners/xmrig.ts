import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { ShareCounters } from '#lib/domain/reading'
import { getJson, type HttpReply, isMissing } from './http-json'
import {
  compact,
  countFrom,
  difficultyFrom,
  flagFrom,
  hashesPerSecondFrom,
  isObject,
  type JsonObject,
  listFrom,
  objectFrom,
  objectsFrom,
  present,
  secondsFrom,
  textFrom,
  total,
  wattsFrom,
} from './lenient'
import { describeTarget, type MinerRead, type MinerReader, type MinerReading, type Target } from './miner-reader'
import { nearestMinute, xmrigDevices } from './xmrig-devices'

/** XMRig and its forks over HTTP (its `doc/API.md`); WildRig answers the same at `/`, xmrig-proxy a wider window list in kH/s. */
export const xmrig: MinerReader = {
  family: 'xmrig',
  guides: [
    {
      kind: 'xmrig',
      machines: 'XMRig and its forks (xmrig-amd, xmrig-nvidia, MoneroOcean, …), on CPU and GPU',
      reached: 'HTTP 8080; access token where it has one',
      tells:
        'rate over the last minute, by GPU where it mines on some, with temperatures, fans and watts of NVIDIA cards; shares, best share, pool, pauses; for a CPU no watts',
      switchOn:
        'in its config `"http": { "enabled": true, "host": "0.0.0.0", "port": 8080 }` (`127.0.0.1` for an agent on the same machine), or `--http-host` and `--http-port`',
      source:
        'github.com/xmrig/xmrig, doc/API.md and doc/api; github.com/delawr0190/foreman-apps, test data (recorded: 2.4, 2.6, 5.5)',
      evidence: 'recorded',
    },
    {
      kind: 'xmrig-proxy',
      machines: 'xmrig-proxy: the sum of the rigs behind it',
      reached: 'HTTP 8080; access token where it has one',
      tells: 'rate over the last minute in all, shares; it is no rig of its own, so watch it or its rigs, not both',
      switchOn: 'in its config `"http": { "enabled": true, "host": "0.0.0.0", "port": 8080 }`',
      source: 'github.com/xmrig/xmrig-proxy, src/api/v1/ApiRouter.cpp',
      evidence: 'documented',
    },
    {
      kind: 'wildrig',
      machines: 'WildRig Multi',
      reached: 'HTTP, at the port it was given',
      tells:
        'rate over the last minute and by GPU, shares, pool; temperatures, fans, clocks and watts in newer versions',
      switchOn: 'start it with `--api-port 4000`',
      source: 'github.com/delawr0190/foreman-apps, test data (recorded: 0.10.0)',
      evidence: 'recorded',
    },
    {
      kind: 'xmr-stak',
      machines: 'XMR-Stak, on CPU and GPU',
      reached: 'HTTP, at the port it was given; login where it has one',
      tells: 'rate over the last minute in all, shares, best share, pool; not the algorithm, no cards',
      switchOn: 'in its config `"httpd_port" : 8081`, or `-i 8081`',
      source: 'github.com/fireice-uk/xmr-stak, xmrstak/misc/executor.cpp (`/api.json`)',
      evidence: 'documented',
    },
  ],
  kinds: ['xmrig', 'xmrig-proxy', 'wildrig', 'xmr-stak'],
  transport: 'http',
  defaultPort: 8080,
  read: readXmrig,
}

const PATHS = ['/2/summary', '/1/summary', '/api.json', '/']

async function readXmrig(target: Target): Promise<MinerRead> {
  const place = describeTarget({ ...target, scheme: target.scheme ?? 'http' })
  let last: HttpReply | undefined
  for (const path of PATHS) {
    const reply = await getJson(target, path)
    if (reply.ok && isSummary(reply.json)) {
      return { ok: true, reading: xmrigReading(reply.json, await backendsOf(target, reply.json)) }
    }
    if (!reply.ok && reply.failure !== 'not-this-miner') return reply
    last = reply
  }
  if (last && !last.ok) return last
  return { ok: false, failure: 'not-this-miner', problem: `${place} answers, but not as XMRig does` }
}

function isSummary(json: unknown): json is JsonObject {
  return (
    isObject(json) &&
    isObject(json.hashrate) &&
    Array.isArray(json.hashrate.total) &&
    (isObject(json.connection) || isObject(json.results) || isObject(json.miners) || 'algo' in json)
  )
}

/** What it mines on: `/2/backends`, or before them the threads of xmrig-amd and xmrig-nvidia in the same shape. */
async function backendsOf(target: Target, summary: JsonObject): Promise<JsonObject[] | 'untold'> {
  const features = listFrom(summary.features)
  const mayHaveCards = 'features' in summary && !features.every((feature) => typeof feature === 'string')
  if ((mayHaveCards || /cuda|opencl/i.test(features.join(' '))) && summary.kind !== 'proxy') {
    const reply = await getJson(target, '/2/backends')
    if (reply.ok && !isMissing(reply)) return objectsFrom(reply.json)
    return isMissing(reply) ? [] : 'untold'
  }
  if (summary.kind !== 'amd' && summary.kind !== 'nvidia') return []
  const reply = await getJson(target, '/1/threads')
  const threads = reply.ok && isObject(reply.json) ? listFrom(reply.json.threads) : []
  return objectsFrom(threads).some((thread) => 'index' in thread) ? [{ type: 'opencl', threads }] : []
}

/** Without `backends` the summary says what it mines on; `untold` is where something else should have. */
export function xmrigReading(summary: JsonObject, backends: JsonObject[] | 'untold' = []): MinerReading {
  const isProxy = summary.kind === 'proxy' || isObject(summary.miners)
  const software = `${textFrom(summary.ua) ?? ''} ${textFrom(summary.name) ?? ''} ${textFrom(summary.kind) ?? ''}`
  const stak = /^xmr-?stak(?:-\w+)?\/([^/]+)/i.exec(textFrom(summary.version) ?? '')?.[1]
  const name = isProxy ? 'xmrig-proxy' : /wildrig/i.test(software) ? 'wildrig' : stak ? 'xmr-stak' : 'xmrig'
  const connection = objectFrom(summary.connection) ?? {}
  const algorithm = canonicalAlgorithm(textFrom(summary.algo) ?? textFrom(connection.algo) ?? 'unknown')
  const paused = flagFrom(summary.paused) === true
  const rates = listFrom(objectFrom(summary.hashrate)?.total)
  // The proxy's first window is one minute, in kH/s.
  const hashesPerSecond = paused ? 0 : isProxy ? hashesPerSecondFrom(rates[0], 1000) : nearestMinute(rates)
  const connectedSeconds = countFrom(connection.uptime)
  const devices = isProxy || backends === 'untold' ? [] : xmrigDevices(summary, backends, algorithm, hashesPerSecond)
  const powerWatts = wattsFrom(total(devices.map((device) => device.powerWatts)))
  const results = objectFrom(summary.results) ?? {}
  return compact({
    state: paused ? ('paused' as const) : hashesPerSecond === undefined ? ('warming' as const) : ('hashing' as const),
    miner: compact({
      name,
      version: stak ?? textFrom(summary.version),
      uptimeSeconds: secondsFrom(summary.uptime) ?? connectedSeconds,
    }),
    work: [
      compact({
        algorithm,
        hashesPerSecond,
        shares: sharesOf(results),
        bestDifficulty: difficultyFrom(listFrom(results.best)[0]),
        pool: present({
          url: ownPool(textFrom(connection.pool)),
          connected: connectedSeconds === undefined ? undefined : connectedSeconds > 0,
        }),
      }),
    ],
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : ('output' as const),
    devices: devices.length > 0 ? devices : undefined,
  })
}

/** While it mines for its makers it shows their pool, which is not the owner's. */
function ownPool(url: string | undefined): string | undefined {
  return /\bdonate[.\w]*\.xmrig\.com\b/i.test(url ?? '') ? undefined : url
}

/** Newer WildRigs count by GPU, in lists. */
function sharesOf(results: JsonObject): ShareCounters | undefined {
  const listed = (field: string) =>
    Array.isArray(results[field]) ? total(listFrom(results[field]).map(countFrom)) : countFrom(results[field])
  const accepted = countFrom(results.shares_good) ?? countFrom(results.accepted) ?? listed('shares_accepted')
  const submitted = countFrom(results.shares_total)
  const difference = submitted === undefined || accepted === undefined ? undefined : Math.max(0, submitted - accepted)
  return present({ accepted, rejected: countFrom(results.rejected) ?? listed('shares_rejected') ?? difference })
}

import type { DeviceReport, FanReport, MachineError, PoolReport } from '#lib/domain/reading'
import { antminerModel, modelName, rateUnit } from './cgminer/antminer-models'
import { getJson, notThisMiner } from './http-json'
import {
  celsiusFrom,
  compact,
  countFrom,
  flagFrom,
  hashesPerSecondFrom,
  highest,
  indexFrom,
  isObject,
  type JsonObject,
  listFrom,
  macFrom,
  megahertzFrom,
  nonNegativeFrom,
  objectFrom,
  objectsFrom,
  positiveFrom,
  present,
  rpmFrom,
  secondsFrom,
  textFrom,
  wattsFrom,
} from './lenient'
import type { MinerRead, MinerReader, MinerReading, Target } from './miner-reader'
import { isPossibleRate } from './possible-rate'

/** Antminers with MARA's firmware (`/kaonsu/v1`), behind a digest login. */
export const mara: MinerReader = {
  family: 'mara',
  guides: [
    {
      kind: 'antminer',
      machines: 'Antminer S19, S21 and KS5 with the firmware of MARA (MaraFW)',
      reached: 'HTTP 80, digest login (root/root unless changed)',
      tells: 'rate, nominal rate, boards with power and temperatures, fans, power, pool, sleep, faults, MAC',
      switchOn: 'on as shipped; give user and password',
      source: 'recorded replies of a KS5 Pro with MaraFW 3.14 (asic-rs)',
      evidence: 'recorded',
    },
  ],
  kinds: ['antminer'],
  transport: 'http',
  defaultPort: 80,
  read: readMara,
}

const PAGES = ['overview', 'hashboards', 'fans', 'pools'] as const
type Pages = { brief: JsonObject } & { [page in (typeof PAGES)[number]]?: unknown }

async function readMara(target: Target): Promise<MinerRead> {
  const brief = await getJson(target, '/kaonsu/v1/brief')
  if (!brief.ok) return brief
  if (!isObject(brief.json) || !('hashrate_realtime' in brief.json)) return notThisMiner(target, "MARA's firmware")
  const pages: Pages = { brief: brief.json }
  for (const page of PAGES) {
    const reply = await getJson(target, `/kaonsu/v1/${page}`)
    if (reply.ok) pages[page] = reply.json
    else if (reply.failure === 'unreachable') break
  }
  return { ok: true, reading: maraReading(pages) }
}

export function maraReading(pages: Pages): MinerReading {
  const { brief } = pages
  const overview = objectFrom(pages.overview) ?? {}
  const model = modelName(textFrom(overview.model))
  const algorithm = antminerModel(model)?.algorithm ?? 'unknown'
  const unit = rateUnit(brief.hashrate_unit)
  const rows = objectsFrom(objectFrom(pages.hashboards)?.hashboards)
  const boards = rows
    .filter((row) => flagFrom(row.present) !== false)
    .map((row) => boardOf(row, algorithm, unit ?? 1e9))
  const powerWatts = wattsFrom(brief.power_consumption_estimated)
  const told = hashesPerSecondFrom(brief.hashrate_realtime, unit ?? olderUnit(brief))
  const state = stateOf(textFrom(brief.status))
  const errors = errorsOf(brief)
  const fans = objectsFrom(objectFrom(pages.fans)?.fans)
    .map((fan): FanReport | undefined => present({ rpm: rpmFrom(fan.current_speed) }))
    .filter((fan) => fan !== undefined)
  const possible = isPossibleRate(algorithm, told, powerWatts) ? told : undefined
  return compact({
    state,
    miner: compact({
      name: 'antminer',
      version: textFrom(overview.version_firmware),
      model,
      uptimeSeconds: secondsFrom(brief.elapsed),
      mac: macFrom(overview.mac),
      serial: textFrom(overview.serial_number),
    }),
    work: [
      compact({
        algorithm,
        hashesPerSecond: state === 'paused' ? 0 : possible,
        nominalHashesPerSecond: positiveFrom(hashesPerSecondFrom(brief.hashrate_ideal, unit ?? 1e9)),
        pool: poolOf(pages.pools),
      }),
    ],
    powerWatts,
    powerSource:
      powerWatts === undefined
        ? undefined
        : /^psu$/i.test(textFrom(brief.power_source) ?? '')
          ? ('input' as const)
          : ('estimated' as const),
    devices: boards.length > 0 ? boards : undefined,
    fans: fans.length > 0 ? fans : undefined,
    errors: errors.length > 0 ? errors : undefined,
  })
}

/** Before it wrote `hashrate_unit`, the present rate was TH/s beside an ideal one in GH/s. */
function olderUnit(brief: JsonObject): number {
  const rate = nonNegativeFrom(brief.hashrate_realtime) ?? 0
  const ideal = positiveFrom(brief.hashrate_ideal)
  return ideal !== undefined && rate < ideal / 100 ? 1e12 : 1e9
}

function stateOf(word: string | undefined): MinerReading['state'] {
  if (/sleep|stop|idle|pause|curtail/i.test(word ?? '')) return 'paused'
  if (/error|fail|fault/i.test(word ?? '')) return 'error'
  return /init|start|tun|warm|boot/i.test(word ?? '') ? 'warming' : 'hashing'
}

/** A light that is not green, in the machine's own words. */
function errorsOf(brief: JsonObject): MachineError[] {
  const light = textFrom(brief.indicator) ?? ''
  if (!/degraded|error|fault|fail|critical/i.test(light)) return []
  return [{ code: light.slice(0, 120), text: (textFrom(brief.indicator_long) ?? light).slice(0, 500) }]
}

function boardOf(row: JsonObject, algorithm: string, unit: number): DeviceReport {
  const hottest = (value: unknown) => highest(listFrom(value).map(celsiusFrom))
  return compact({
    index: indexFrom(row.index) ?? 0,
    kind: 'board' as const,
    work: [
      compact({
        algorithm,
        hashesPerSecond: hashesPerSecondFrom(
          row.hashrate_realtime_10m ?? row.hashrate_realtime ?? row.hashrate_average,
          unit,
        ),
      }),
    ],
    temperatureCelsius: hottest(row.temperature_chip),
    boardCelsius: hottest(row.temperature_pcb),
    frequencyMegahertz: megahertzFrom(row.frequency_average),
    hardwareErrors: countFrom(row.hardware_errors),
    powerWatts: wattsFrom(row.power_consumption_estimated),
  })
}

function poolOf(page: unknown): PoolReport | undefined {
  const rows = Array.isArray(page) ? objectsFrom(page) : objectsFrom(objectFrom(page)?.pools)
  const alive = (pool: JsonObject) => /^(alive|active|connected)$/i.test(textFrom(pool.status) ?? '')
  const active = rows.find(alive) ?? rows[0]
  return (
    active &&
    present({
      url: textFrom(active.url),
      user: textFrom(active.user),
      connected: textFrom(active.status) === undefined ? undefined : alive(active),
    })
  )
}

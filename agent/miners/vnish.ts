import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { Cooling, DeviceReport, FanReport, MachineError, PoolReport, ShareCounters } from '#lib/domain/reading'
import { antminerModel, modelName, rateUnit } from './cgminer/antminer-models'
import { getJson, notThisMiner } from './http-json'
import {
  celsiusFrom,
  compact,
  countFrom,
  difficultyFrom,
  flagFrom,
  hashesPerSecondFrom,
  highest,
  indexFrom,
  isObject,
  type JsonObject,
  macFrom,
  megahertzFrom,
  numberFrom,
  objectFrom,
  objectsFrom,
  percentFrom,
  positiveFrom,
  present,
  rpmFrom,
  textFrom,
  total,
  wattsFrom,
} from './lenient'
import type { MinerRead, MinerReader, MinerReading, ReaderMemory, Target } from './miner-reader'
import { isPossibleRate } from './possible-rate'
import { type Door, openSession } from './web-session'

/** VNish firmware (`/api/v1`). Its figures are open on the LAN; where they are locked, a password buys a token. */
export const vnish: MinerReader = {
  family: 'vnish',
  guides: [
    {
      kind: 'vnish',
      machines: 'Antminers with VNish firmware 1.2 and later',
      reached: 'HTTP 80; a password only where reading is locked',
      tells:
        'rate, nominal rate, boards with power and temperatures, fans, power, pool without the developer fee, shares, state with its fault code, MAC',
      switchOn: 'on as shipped',
      source: 'recorded /api/v1/summary of an S19j Pro with 1.2.0, and the OpenAPI documents of 1.2.6 to 1.3.4',
      evidence: 'recorded',
    },
  ],
  kinds: ['vnish'],
  transport: 'http',
  defaultPort: 80,
  read: readVnish,
}

async function readVnish(target: Target, memory: ReaderMemory = {}): Promise<MinerRead> {
  const ask = openSession(target, memory, DOOR)
  const summary = await ask('/api/v1/summary')
  if (!summary.ok) return summary
  const miner = objectFrom(objectFrom(summary.json)?.miner)
  const signed = miner && ('miner_status' in miner || 'hr_realtime' in miner || 'instant_hashrate' in miner)
  if (!signed && !(isObject(summary.json) && summary.json.miner === null)) return notThisMiner(target, 'VNish')
  const info = await ask('/api/v1/info')
  const told = info.ok ? objectFrom(info.json) : undefined
  if (!signed && !('fw_version' in (told ?? {}))) return notThisMiner(target, 'VNish')
  // Before its miner has begun, the summary is empty.
  const status = miner?.miner_status === undefined ? await ask('/api/v1/status') : undefined
  const boards = miner && objectsFrom(miner.chains).length === 0 ? await ask('/api/v1/chains') : undefined
  const whole = boards?.ok ? { ...objectFrom(summary.json), miner: { ...miner, chains: boards.json } } : summary.json
  return { ok: true, reading: vnishReading(whole, told, status?.ok ? status.json : undefined) }
}

const DOOR: Door = {
  headers: (token) => ({ authorization: `Bearer ${token}`, 'x-api-key': token }),
  logIn: async (open, _user, password) => {
    const reply = await getJson(open, '/api/v1/unlock', { method: 'POST', json: { pw: password } })
    return reply.ok ? textFrom(objectFrom(reply.json)?.token) : undefined
  },
}

export function vnishReading(summary: unknown, info?: JsonObject, status?: unknown): MinerReading {
  const miner = objectFrom(objectFrom(summary)?.miner) ?? {}
  const system = objectFrom(objectFrom(summary)?.system) ?? objectFrom(info?.system) ?? {}
  const network = objectFrom(system.network_status) ?? objectFrom(objectFrom(info?.system)?.network_status) ?? {}
  const condition = objectFrom(miner.miner_status) ?? objectFrom(status) ?? {}
  const type = textFrom(info?.model) ?? textFrom(info?.miner) ?? textFrom(miner.miner_type)
  const known = antminerModel(textFrom(miner.miner_type) ?? textFrom(info?.miner) ?? type)
  const algorithm = known?.algorithm ?? canonicalAlgorithm(textFrom(info?.algorithm) ?? 'unknown')
  const unit = unitOf(info, miner, known)
  const scaled = (value: unknown) => (unit === undefined ? undefined : hashesPerSecondFrom(value, unit))
  const chains = objectsFrom(miner.chains)
  const state = stateOf(textFrom(condition.miner_state))
  const powerWatts = wattsFrom(miner.power_consumption) ?? olderPower(miner.power_usage)
  const told = scaled(miner.hr_realtime) ?? total(chains.map((chain) => scaled(chain.hashrate_rt ?? chain.hr_realtime)))
  const possible = isPossibleRate(algorithm, told, powerWatts) ? told : undefined
  const pools = poolsOf(miner)
  const errors = errorsOf(condition, state, chains)
  const fans = fansOf(objectFrom(miner.cooling) ?? {})
  return compact({
    state,
    miner: compact({
      name: 'vnish',
      version: textFrom(info?.fw_version) ?? /vnish\s+([^\s)]+)/i.exec(textFrom(miner.miner_type) ?? '')?.[1],
      model: modelName(textFrom(miner.miner_type)) ?? modelName(textFrom(info?.miner)),
      machineUptimeSeconds: uptimeSeconds(system.uptime ?? objectFrom(info?.system)?.uptime),
      mac: macFrom(network.mac),
      serial: textFrom(info?.serial),
    }),
    work: [
      compact({
        algorithm,
        hashesPerSecond: state === 'paused' ? 0 : possible,
        nominalHashesPerSecond:
          positiveFrom(scaled(miner.hr_nominal)) ??
          positiveFrom(total(chains.map((chain) => scaled(chain.hashrate_ideal ?? chain.hr_nominal)))),
        shares: pools.shares,
        bestDifficulty: difficultyFrom(miner.best_share),
        blocksFound: countFrom(miner.found_blocks),
        pool: pools.pool,
      }),
    ],
    powerWatts,
    powerSource:
      powerWatts === undefined ? undefined : meteredByPsu(miner, info) ? ('input' as const) : ('estimated' as const),
    devices:
      chains.length > 0 ? chains.map((chain, position) => boardOf(chain, position, algorithm, scaled)) : undefined,
    fans: fans.length > 0 ? fans : undefined,
    cooling: coolingOf(miner, chains),
    errors: errors.length > 0 ? errors : undefined,
  })
}

/**
 * H/s in one of `hr_realtime`: as /info says, else by model. Before it said so there were only SHA-256 machines; where /info is out of
 * reach and the model unknown, nobody knows.
 */
function unitOf(
  info: JsonObject | undefined,
  miner: JsonObject,
  known: ReturnType<typeof antminerModel>,
): number | undefined {
  const figure = ['hr_realtime', 'hr_average', 'hr_nominal', 'hr_stock']
    .map((key) => positiveFrom(miner[key]))
    .find(Boolean)
  const ofModel = known?.hashesPerUnit(figure ?? 0)
  return rateUnit(info?.hr_measure) ?? rateUnit(miner.hr_measure) ?? ofModel ?? (info ? 1e9 : undefined)
}

/** Firmware of 2023 has watts in `power_usage`; later ones J/TH. */
function olderPower(value: unknown): number | undefined {
  const number = positiveFrom(value)
  return number !== undefined && number >= 200 ? wattsFrom(number) : undefined
}

function meteredByPsu(miner: JsonObject, info: JsonObject | undefined): boolean {
  return (
    flagFrom(objectFrom(miner.psu)?.psu_power_metering) === true ||
    flagFrom(objectFrom(info?.psu)?.psu_power_metering) === true
  )
}

function stateOf(word: string | undefined): MinerReading['state'] {
  const state = word?.toLowerCase().replace(/_/g, '-') ?? ''
  if (/^(failure|failed|error)$/.test(state)) return 'error'
  if (/^(stopped|stopping|shutting-down|paused|sleep)/.test(state)) return 'paused'
  return /^(initializing|starting|restarting|auto-?tuning|tuning)$/.test(state) ? 'warming' : 'hashing'
}

function errorsOf(condition: JsonObject, state: MinerReading['state'], chains: JsonObject[]): MachineError[] {
  const errors: MachineError[] = []
  if (state === 'error') {
    const code = textFrom(condition.failure_code)
    errors.push(
      compact({
        code: code === '0' ? undefined : code,
        text: (textFrom(condition.description) ?? 'failure').slice(0, 500),
      }),
    )
  }
  for (const chain of chains) {
    const status = objectFrom(chain.status)
    if (!/^failure$/i.test(textFrom(status?.state) ?? '')) continue
    const text = textFrom(status?.description) ?? 'failure'
    errors.push({ text: `board ${textFrom(chain.id) ?? '?'}: ${text}`.slice(0, 500) })
  }
  return errors
}

function boardOf(
  chain: JsonObject,
  position: number,
  algorithm: string,
  scaled: (value: unknown) => number | undefined,
): DeviceReport {
  const sensors = (rows: unknown) => highest(objectsFrom(rows).map((row) => celsiusFrom(row.temp)))
  return compact({
    index: indexFrom(chain.id) ?? position + 1,
    kind: 'board' as const,
    work: [compact({ algorithm, hashesPerSecond: scaled(chain.hashrate_rt ?? chain.hr_realtime) })],
    temperatureCelsius: celsiusFrom(objectFrom(chain.chip_temp)?.max) ?? sensors(chain.chip_temp_sens),
    boardCelsius: celsiusFrom(objectFrom(chain.pcb_temp)?.max) ?? sensors(chain.pcb_temp_sens),
    coolantInCelsius: celsiusFrom(chain.inlet_water_temp),
    coolantOutCelsius: celsiusFrom(chain.outlet_water_temp),
    frequencyMegahertz: megahertzFrom(chain.frequency) ?? megahertzFrom(chain.freq),
    hardwareErrors: countFrom(chain.hw_errors),
    powerWatts: wattsFrom(chain.power_consumption),
  })
}

function fansOf(cooling: JsonObject): FanReport[] {
  const percent = percentFrom(cooling.fan_duty)
  return objectsFrom(cooling.fans)
    .map((fan) => present({ rpm: rpmFrom(fan.rpm), percent: percentFrom(fan.percent) ?? percent }))
    .filter((fan) => fan !== undefined)
}

function coolingOf(miner: JsonObject, chains: JsonObject[]): Cooling | undefined {
  const cooling = objectFrom(miner.cooling)
  const mode =
    textFrom(objectFrom(objectFrom(cooling?.settings)?.mode)?.name) ?? textFrom(objectFrom(cooling?.mode)?.name)
  if (/immers/i.test(mode ?? '')) return 'immersion'
  if (chains.some((chain) => celsiusFrom(chain.inlet_water_temp) !== undefined)) return 'hydro'
  return (countFrom(cooling?.fan_num) ?? 0) > 0 ? 'air' : undefined
}

function poolsOf(miner: JsonObject): { pool?: PoolReport; shares?: ShareCounters } {
  const rows = objectsFrom(miner.pools).filter(
    (pool) => !/devfee|refund/i.test(`${textFrom(pool.pool_type) ?? ''} ${textFrom(pool.url) ?? ''}`),
  )
  const withStatus = (word: RegExp) => rows.find((pool) => word.test(textFrom(pool.status) ?? ''))
  const active = withStatus(/^(active|rejecting)$/i) ?? withStatus(/^working$/i) ?? rows[0]
  const status = textFrom(active?.status)?.toLowerCase()
  const sum = (key: string) => total(rows.map((pool) => countFrom(pool[key])))
  return {
    pool:
      active &&
      present({
        url: textFrom(active.url),
        user: textFrom(active.user),
        connected:
          status === undefined || status === 'unknown' ? undefined : /^(active|working|rejecting)$/.test(status),
      }),
    shares: present({ accepted: sum('accepted'), rejected: sum('rejected'), stale: sum('stale') }),
  }
}

/** `"10 days, 18:00"`, `"1 day, 3:04"`, `" 1:00"` or `"36 min"`. */
function uptimeSeconds(value: unknown): number | undefined {
  const text = textFrom(value)
  if (text === undefined) return undefined
  const days = numberFrom(/(\d+)\s*day/.exec(text)?.[1])
  const clock = /(\d+):(\d\d)(?::(\d\d))?/.exec(text)
  const minutes = numberFrom(/(\d+)\s*min/.exec(text)?.[1])
  if (days === undefined && !clock && minutes === undefined) return undefined
  const ofClock = clock ? Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0) : (minutes ?? 0) * 60
  return (days ?? 0) * 86_400 + ofClock
}

import type { DeviceReport, FanReport, MachineError, PoolReport } from '#lib/domain/reading'
import { getJson } from './http-json'
import {
  celsiusFrom,
  compact,
  countFrom,
  difficultyFrom,
  flagFrom,
  hashesPerSecondFrom,
  highest,
  isObject,
  type JsonObject,
  listFrom,
  macFrom,
  nonNegativeFrom,
  objectFrom,
  objectsFrom,
  percentFrom,
  positiveFrom,
  present,
  textFrom,
} from './lenient'
import { describeTarget, type MinerRead, type MinerReader, type MinerReading, type Target } from './miner-reader'

/** Bitaxe, NerdQAxe and their kin (ESP-Miner's `openapi.yaml`). Rates are GH/s, `power` is the board's DC side. */
export const bitaxe: MinerReader = {
  family: 'bitaxe',
  guides: [],
  kinds: ['bitaxe'],
  transport: 'http',
  defaultPort: 80,
  read: readBitaxe,
}

async function readBitaxe(target: Target): Promise<MinerRead> {
  const reply = await getJson(target, '/api/system/info')
  if (!reply.ok) return reply
  const json = reply.json
  if (isObject(json) && 'hashRate' in json && ('ASICModel' in json || 'stratumURL' in json || 'macAddr' in json)) {
    return { ok: true, reading: bitaxeReading(json) }
  }
  const place = describeTarget({ ...target, scheme: target.scheme ?? 'http' })
  return { ok: false, failure: 'not-this-miner', problem: `${place} answers, but not as a Bitaxe does` }
}

const FIRST_MINUTE_SECONDS = 60
/** The best chips need about 12 J/TH, which is 83 GH/s a watt: what is above 100 is noise of the counter. */
const IMPOSSIBLE_GIGAHASHES_PER_WATT = 100

export function bitaxeReading(json: JsonObject): MinerReading {
  const uptimeSeconds = countFrom(json.uptimeSeconds)
  const powerWatts = positiveFrom(json.power)
  const paused = flagFrom(json.miningPaused) === true || flagFrom(json.shutdown) === true
  const warming = uptimeSeconds !== undefined && uptimeSeconds < FIRST_MINUTE_SECONDS
  const nominalHashesPerSecond = nominalOf(json)
  const measured = warming ? undefined : plausible(gigahashes(json), powerWatts, nominalHashesPerSecond)
  const hashesPerSecond = paused ? 0 : measured
  const errors = errorsOf(json)
  const fans = fansOf(json)
  return compact({
    state: paused
      ? ('paused' as const)
      : errors.length > 0
        ? ('error' as const)
        : warming
          ? ('warming' as const)
          : ('hashing' as const),
    miner: compact({
      name: 'bitaxe',
      version: textFrom(json.version) ?? textFrom(json.axeOSVersion),
      model: textFrom(json.deviceModel) ?? modelOf(json),
      uptimeSeconds,
      // The firmware is the machine.
      machineUptimeSeconds: uptimeSeconds,
      mac: macFrom(json.macAddr),
    }),
    work: [
      compact({
        algorithm: 'sha256d',
        hashesPerSecond,
        nominalHashesPerSecond,
        shares: present({ accepted: countFrom(json.sharesAccepted), rejected: countFrom(json.sharesRejected) }),
        bestDifficulty: difficultyFrom(json.bestDiff),
        blocksFound:
          countFrom(json.totalFoundBlocks) ??
          countFrom(json.foundBlocks) ??
          countFrom(flagFrom(json.blockFound) === true ? 1 : json.blockFound),
        pool: poolOf(json),
      }),
    ],
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : ('output' as const),
    devices: [deviceOf(json, hashesPerSecond, powerWatts)],
    fans: fans.length > 0 ? fans : undefined,
    errors: errors.length > 0 ? errors : undefined,
  })
}

function gigahashes(json: JsonObject): number | undefined {
  return nonNegativeFrom(json.hashRate_1m) ?? nonNegativeFrom(json.hashRate) ?? nonNegativeFrom(json.hashRate_10m)
}

/** H/s, unless no such machine could do it. */
function plausible(
  gigahashesPerSecond: number | undefined,
  powerWatts: number | undefined,
  nominal: number | undefined,
): number | undefined {
  if (gigahashesPerSecond === undefined) return undefined
  if (powerWatts !== undefined && gigahashesPerSecond > IMPOSSIBLE_GIGAHASHES_PER_WATT * powerWatts) return undefined
  const hashesPerSecond = hashesPerSecondFrom(gigahashesPerSecond, 1e9)
  if (nominal !== undefined && hashesPerSecond !== undefined && hashesPerSecond > 5 * nominal) return undefined
  return hashesPerSecond
}

/** `expectedHashrate`, or its own formula: MHz × small cores × chips ÷ 1000 GH/s. */
function nominalOf(json: JsonObject): number | undefined {
  const told = positiveFrom(json.expectedHashrate)
  const cores = (countFrom(json.smallCoreCount) ?? 0) * (countFrom(json.asicCount) ?? 1)
  return positiveFrom(hashesPerSecondFrom(told ?? ((nonNegativeFrom(json.frequency) ?? 0) * cores) / 1000, 1e9))
}

function deviceOf(json: JsonObject, hashesPerSecond: number | undefined, powerWatts: number | undefined): DeviceReport {
  return compact({
    index: 0,
    kind: 'board' as const,
    name: textFrom(json.ASICModel),
    work: [compact({ algorithm: 'sha256d', hashesPerSecond })],
    temperatureCelsius: highest([
      celsiusFrom(json.temp),
      celsiusFrom(json.temp2),
      ...listFrom(json.asicTemps).map(celsiusFrom),
    ]),
    regulatorCelsius: celsiusFrom(json.vrTemp),
    frequencyMegahertz: positiveFrom(json.frequency),
    powerWatts,
  })
}

function fansOf(json: JsonObject): FanReport[] {
  const listed = objectsFrom(json.fans).map((fan) =>
    present({ rpm: nonNegativeFrom(fan.rpm), percent: percentFrom(fan.percent ?? fan.speed) }),
  )
  const named = [
    present({ rpm: nonNegativeFrom(json.fanrpm), percent: percentFrom(json.fanspeed) }),
    // A second fan that is not there reads 0.
    present({ rpm: positiveFrom(json.fan2rpm) }),
  ]
  return (listed.some((fan) => fan !== undefined) ? listed : named).filter((fan) => fan !== undefined)
}

function poolOf(json: JsonObject): PoolReport | undefined {
  const stratum = objectFrom(json.stratum)
  const fallback = flagFrom(json.isUsingFallbackStratum) ?? flagFrom(stratum?.usingFallback) ?? false
  const url = textFrom(fallback ? json.fallbackStratumURL : json.stratumURL)
  const port = countFrom(fallback ? json.fallbackStratumPort : json.stratumPort)
  const connected = flagFrom(objectsFrom(stratum?.pools)[fallback ? 1 : 0]?.connected)
  return present({
    url: url && addressOf(url, port),
    user: textFrom(fallback ? json.fallbackStratumUser : json.stratumUser),
    connected,
  })
}

function addressOf(url: string, port: number | undefined): string {
  const schemed = url.includes('://') ? url : `stratum+tcp://${url}`
  return port === undefined || /:\d+\/?$/.test(schemed) ? schemed : `${schemed}:${port}`
}

/** By the board version's first digit, as ESP-Miner numbers its boards. */
function modelOf(json: JsonObject): string {
  const version = /^v?(\d)\d\d/.exec(textFrom(json.boardVersion) ?? '')?.[1]
  const kind = { 1: 'Max', 2: 'Ultra', 3: 'Hex', 4: 'Supra', 6: 'Gamma', 7: 'Supra Hex', 8: 'Gamma Turbo' }[
    version ?? ''
  ]
  return kind ? `Bitaxe ${kind}` : 'Bitaxe'
}

function errorsOf(json: JsonObject): MachineError[] {
  const errors: MachineError[] = []
  if (flagFrom(json.overheat_mode) === true) errors.push({ code: 'overheat_mode', text: 'overheat mode' })
  for (const field of ['power_fault', 'hardware_fault']) {
    const value = json[field]
    const text =
      typeof value === 'string' ? textFrom(value) : flagFrom(value) === true ? field.replace('_', ' ') : undefined
    if (text && !/^(0|false|none|ok)$/i.test(text)) errors.push({ code: field, text })
  }
  return errors
}

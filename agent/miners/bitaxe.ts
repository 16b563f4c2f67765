import type { DeviceReport, FanReport, MachineError, PoolReport } from '#lib/domain/reading'
import { getJson, notThisMiner } from './http-json'
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
  megahertzFrom,
  nonNegativeFrom,
  objectFrom,
  objectsFrom,
  percentFrom,
  positiveFrom,
  present,
  rpmFrom,
  secondsFrom,
  textFrom,
  total,
  wattsFrom,
} from './lenient'
import type { MinerRead, MinerReader, MinerReading, Target } from './miner-reader'

/** Bitaxe, NerdQAxe and their kin (ESP-Miner's `openapi.yaml`). Rates are GH/s, `power` is the board's DC side. */
export const bitaxe: MinerReader = {
  family: 'bitaxe',
  guides: [
    {
      kind: 'bitaxe',
      machines: 'Bitaxe Max to Gamma Turbo, NerdAxe, NerdQAxe, NerdOctaxe, Hammer and others with ESP-Miner or AxeOS',
      reached: 'HTTP 80, no login',
      tells:
        'rate, nominal rate, chip and regulator temperatures, fan, clock, power behind its supply, pool, shares, best difficulty, faults, MAC',
      switchOn: 'on as shipped; the agent must be in the same private network',
      source: "recorded replies of firmware 2.4 to 2.12 and of NerdQAxe's 1.6, and ESP-Miner's openapi.yaml",
      evidence: 'recorded',
    },
  ],
  kinds: ['bitaxe'],
  transport: 'http',
  defaultPort: 80,
  read: readBitaxe,
}

async function readBitaxe(target: Target): Promise<MinerRead> {
  const reply = await getJson(target, '/api/system/info')
  if (!reply.ok) return reply
  const json = reply.json
  if (isObject(json) && 'hashRate' in json && SIGNS.some((sign) => sign in json)) {
    return { ok: true, ...bitaxeReading(json) }
  }
  return notThisMiner(target, 'a Bitaxe')
}

const SIGNS = ['ASICModel', 'stratumURL', 'stratumUrl', 'macAddr', 'deviceModel', 'DeviceModel', 'boardVersion']

const FIRST_MINUTE_SECONDS = 60
/** Its chips need 15 J/TH, which is 67 GH/s a watt of its DC side: what is above 100 is noise of the counter. */
const IMPOSSIBLE_GIGAHASHES_PER_WATT = 100

/** `dropped` counts the rates that were left out: those of the first minute, and those that no such machine reaches. */
export function bitaxeReading(json: JsonObject): { reading: MinerReading; dropped: number } {
  const uptimeSeconds = secondsFrom(json.uptimeSeconds)
  const powerWatts = wattsFrom(json.power)
  const paused = flagFrom(json.miningPaused) === true || flagFrom(json.shutdown) === true
  const warming = uptimeSeconds !== undefined && uptimeSeconds < FIRST_MINUTE_SECONDS
  const nominalHashesPerSecond = nominalOf(json)
  const told = gigahashes(json)
  const measured = warming ? undefined : plausible(told, powerWatts, nominalHashesPerSecond)
  const hashesPerSecond = paused ? 0 : measured
  const dropped = told !== undefined && !paused && measured === undefined ? 1 : 0
  const errors = errorsOf(json)
  const fans = fansOf(json)
  const reading: MinerReading = compact({
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
      model: textFrom(json.deviceModel) ?? textFrom(json.DeviceModel) ?? modelOf(json),
      uptimeSeconds,
      // The firmware is the machine.
      machineUptimeSeconds: uptimeSeconds,
      mac: macFrom(json.macAddr),
      serial: textFrom(json.sn_str),
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
  return { reading, dropped }
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
    regulatorCelsius: celsiusFrom(json.vrTemp) ?? celsiusFrom(json.vrTempInt),
    frequencyMegahertz: megahertzFrom(json.frequency),
    hardwareErrors: hardwareErrorsOf(json),
    powerWatts,
  })
}

/** Of all chips. NerdQAxes count nonces that came twice. */
function hardwareErrorsOf(json: JsonObject): number | undefined {
  const chips = objectsFrom(objectFrom(json.hashrateMonitor)?.asics)
  return (
    total(chips.map((chip) => countFrom(chip.errorCount))) ??
    countFrom(json.duplicateHWNonces) ??
    countFrom(json.hwNumber)
  )
}

function fansOf(json: JsonObject): FanReport[] {
  const listed = objectsFrom(json.fans).map((fan) =>
    present({ rpm: rpmFrom(fan.rpm), percent: percentFrom(fan.percent ?? fan.speedPerc ?? fan.speed) }),
  )
  const named = [
    present({ rpm: rpmFrom(json.fanrpm ?? json.fanRpm), percent: percentFrom(json.fanspeed ?? json.fanSpeed) }),
    // A second fan that is not there reads 0.
    present({ rpm: positiveFrom(rpmFrom(json.fan2rpm ?? json.fanrpm2)) }),
  ]
  return (listed.some((fan) => fan !== undefined) ? listed : named).filter((fan) => fan !== undefined)
}

/** Older firmware names its two pools by field; newer ones list them, in `stratum` or at the top. */
function poolOf(json: JsonObject): PoolReport | undefined {
  const stratum = objectFrom(json.stratum)
  const fallback = flagFrom(json.isUsingFallbackStratum) ?? flagFrom(stratum?.usingFallback) ?? false
  const pools = [...objectsFrom(stratum?.pools), ...objectsFrom(json.pools)]
  const listed = pools.find((pool) => flagFrom(pool.active) === true) ?? pools[fallback ? 1 : 0] ?? {}
  const url =
    textFrom(fallback ? json.fallbackStratumURL : json.stratumURL) ??
    textFrom(fallback ? json.fallbackStratumUrl : json.stratumUrl) ??
    textFrom(listed.url) ??
    textFrom(listed.host) ??
    textFrom(listed.stratumURL) ??
    textFrom(stratum?.url)
  const port =
    countFrom(fallback ? json.fallbackStratumPort : json.stratumPort) ??
    countFrom(listed.port) ??
    countFrom(listed.stratumPort)
  return present({
    url: url && addressOf(url, port),
    user:
      textFrom(fallback ? json.fallbackStratumUser : json.stratumUser) ??
      textFrom(listed.user) ??
      textFrom(listed.stratumUser) ??
      textFrom(stratum?.user),
    connected: flagFrom(listed.connected) ?? flagFrom(json.isStratumConnected),
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

import type { Cooling, DeviceKind, DeviceReport, Reading } from '#lib/domain/reading'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#lib/domain/units'

/** Every threshold that holds until an owner sets another, each in one place. */

/** Offline: nothing for this many intervals, at least so long. */
export const OFFLINE_AFTER_INTERVALS = 3
export const OFFLINE_AT_LEAST_MS = MINUTE_MS
/** Frozen: every figure, counter and uptime unchanged for so long while readings keep coming. */
export const FROZEN_AFTER_MS = 5 * MINUTE_MS
/** A device is missed when it was there within this span and is no longer. */
export const DEVICE_MISSED_WITHIN_MS = DAY_MS
export const RATES_STALE_AFTER_MS = 6 * HOUR_MS
/** A fee that pools commonly take, until the owner says. */
export const ASSUMED_POOL_FEE_PERCENT = 1
/** Received so long after it was taken, a reading changes history only: no presence, no live figures. */
export const LATE_AFTER_MS = 5 * MINUTE_MS
/** An hour is closed this long after its end, when even a slow agent has reported it. */
export const CLOSE_AFTER_MS = 2 * MINUTE_MS
/** A reading further in the future is refused. */
export const FUTURE_AT_MOST_MS = 5 * MINUTE_MS
/** Another agent may take over a rig that its own has not reported for so long. */
export const TAKEOVER_AFTER_MS = 10 * MINUTE_MS
export const POLL_TIMEOUT_MS = 5_000

export type RigKind = 'asic' | 'bitaxe' | 'computer'

export const POLL_INTERVAL_SECONDS: Readonly<Record<RigKind, number>> = { asic: 30, bitaxe: 10, computer: 10 }

const ASIC_MINERS = new Set(
  'antminer whatsminer avalon braiins luxos vnish epic auradine sealminer elphapex goldshell innosilicon iceriver apollo jasminer proto cgminer'.split(
    ' ',
  ),
)

/** What sort of machine a family of miner runs on. */
export function rigKind(minerName: string): RigKind {
  if (minerName === 'bitaxe') return 'bitaxe'
  return ASIC_MINERS.has(minerName) ? 'asic' : 'computer'
}

export type SensorKind = 'core' | 'chip' | 'board' | 'memory' | 'hotspot' | 'regulator' | 'coolant' | 'cpu'

export type TemperatureLimits = { warningCelsius: number; criticalCelsius: number }

const BOARD_LIMITS: Partial<Record<SensorKind, TemperatureLimits>> = {
  chip: { warningCelsius: 85, criticalCelsius: 95 },
  board: { warningCelsius: 70, criticalCelsius: 75 },
  coolant: { warningCelsius: 70, criticalCelsius: 80 },
}
const BITAXE_LIMITS: Partial<Record<SensorKind, TemperatureLimits>> = {
  chip: { warningCelsius: 70, criticalCelsius: 75 },
  regulator: { warningCelsius: 90, criticalCelsius: 100 },
}
const GPU_LIMITS: Partial<Record<SensorKind, TemperatureLimits>> = {
  core: { warningCelsius: 80, criticalCelsius: 85 },
  memory: { warningCelsius: 100, criticalCelsius: 106 },
  hotspot: { warningCelsius: 100, criticalCelsius: 105 },
  coolant: { warningCelsius: 70, criticalCelsius: 80 },
}
const CPU_LIMITS: Partial<Record<SensorKind, TemperatureLimits>> = {
  cpu: { warningCelsius: 90, criticalCelsius: 95 },
}

/**
 * Limits of a sensor, undefined where none are known. Cooling does not change those of chips; a board's own sensor says
 * little of a machine in a bath of oil, whose coolant is watched instead.
 */
export function temperatureLimits(
  minerName: string,
  deviceKind: DeviceKind,
  sensor: SensorKind,
  cooling?: Cooling,
): TemperatureLimits | undefined {
  if (deviceKind === 'gpu') return GPU_LIMITS[sensor]
  if (deviceKind === 'cpu') return CPU_LIMITS[sensor]
  if (minerName === 'bitaxe') return BITAXE_LIMITS[sensor]
  return sensor === 'board' && cooling === 'immersion' ? undefined : BOARD_LIMITS[sensor]
}

/** The sensor nearest to (or furthest over) its limit: what a person should look at first. */
export type HottestSensor = {
  celsius: number
  sensor: SensorKind
  /** The device's index. */
  device?: number
  warningCelsius: number
  criticalCelsius: number
  severity?: 'warning' | 'critical'
}

/** The sensor whose temperature is nearest its limit, critical ones first; undefined without any sensor that has one. */
export function hottestSensor(reading: Pick<Reading, 'miner' | 'devices' | 'cooling'>): HottestSensor | undefined {
  const search: Search = { urgency: Number.NEGATIVE_INFINITY }
  const { miner, cooling } = reading
  for (const device of reading.devices ?? []) {
    const { kind } = device
    consider(
      search,
      device,
      kind === 'gpu' ? 'core' : kind === 'cpu' ? 'cpu' : 'chip',
      device.temperatureCelsius,
      miner.name,
      cooling,
    )
    consider(search, device, 'board', device.boardCelsius, miner.name, cooling)
    consider(search, device, 'memory', device.memoryCelsius, miner.name, cooling)
    consider(search, device, 'hotspot', device.hotspotCelsius, miner.name, cooling)
    consider(search, device, 'regulator', device.regulatorCelsius, miner.name, cooling)
    consider(search, device, 'coolant', device.coolantOutCelsius, miner.name, cooling)
  }
  const { celsius, sensor, device, limits } = search
  if (celsius === undefined || sensor === undefined || limits === undefined) return undefined
  return { celsius, sensor, device, ...limits, severity: severityOf(celsius, limits) }
}

type Search = { urgency: number; celsius?: number; sensor?: SensorKind; device?: number; limits?: TemperatureLimits }

function consider(
  search: Search,
  device: DeviceReport,
  sensor: SensorKind,
  celsius: number | undefined,
  minerName: string,
  cooling: Cooling | undefined,
): void {
  if (celsius === undefined) return
  const limits = temperatureLimits(minerName, device.kind, sensor, cooling)
  if (!limits) return
  // Severities outrank each other; within one, the temperature counts in parts of its limit.
  const rank = celsius >= limits.criticalCelsius ? 20 : celsius >= limits.warningCelsius ? 10 : 0
  const urgency = rank + celsius / (rank === 20 ? limits.criticalCelsius : limits.warningCelsius)
  if (urgency <= search.urgency) return
  search.urgency = urgency
  search.celsius = celsius
  search.sensor = sensor
  search.device = device.index
  search.limits = limits
}

function severityOf(celsius: number, limits: TemperatureLimits): 'warning' | 'critical' | undefined {
  if (celsius >= limits.criticalCelsius) return 'critical'
  return celsius >= limits.warningCelsius ? 'warning' : undefined
}

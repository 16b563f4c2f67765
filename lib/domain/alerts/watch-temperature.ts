import { type Band, consider, type Look, newLook } from '#lib/domain/alerts/look'
import type { AlertSensor, RuleSettings } from '#lib/domain/alerts/rule'
import type { RuleState } from '#lib/domain/alerts/rule-state'
import type { RigWatch } from '#lib/domain/alerts/watch'
import { type TemperatureLimits, temperatureLimits } from '#lib/domain/limits'
import type { Cooling, DeviceKind, DeviceReport } from '#lib/domain/reading'

/** Of the air that a machine takes in: no device's sensor, so it stands apart from `temperatureLimits`. */
export const INTAKE_LIMITS: TemperatureLimits = { warningCelsius: 35, criticalCelsius: 40 }

/** Their places make the numbers by which sensors are told apart in a state: append only. */
const SENSORS: readonly AlertSensor[] = [
  'intake',
  'core',
  'chip',
  'board',
  'memory',
  'hotspot',
  'regulator',
  'coolant',
  'cpu',
]
const SENSORS_AT_MOST = 16
const CLEAR_MARGIN_CELSIUS = 5

type Place = { kind?: DeviceKind; index: number; sensor: AlertSensor }

const band: Band = {}
const worst: Place = { index: 0, sensor: 'intake' }
const words = () => sensorWords(worst)

/** Every sensor against the limits of its kind; the worst one is told. */
export const watchTemperature: RigWatch = ({ reading, cooling }, settings, state) => {
  const found = newLook()
  found.unit = 'celsius'
  const { miner, devices, intakeCelsius } = reading
  if (devices) {
    for (const device of devices) {
      const inner: AlertSensor = device.kind === 'gpu' ? 'core' : device.kind === 'cpu' ? 'cpu' : 'chip'
      sense(found, settings, state, miner.name, cooling, device, inner, device.temperatureCelsius)
      sense(found, settings, state, miner.name, cooling, device, 'board', device.boardCelsius)
      sense(found, settings, state, miner.name, cooling, device, 'memory', device.memoryCelsius)
      sense(found, settings, state, miner.name, cooling, device, 'hotspot', device.hotspotCelsius)
      sense(found, settings, state, miner.name, cooling, device, 'regulator', device.regulatorCelsius)
      sense(found, settings, state, miner.name, cooling, device, 'coolant', device.coolantOutCelsius)
    }
  }
  sense(found, settings, state, miner.name, cooling, undefined, 'intake', intakeCelsius)
  found.words = words
  return found
}

function sense(
  found: Look,
  settings: RuleSettings,
  state: RuleState | undefined,
  minerName: string,
  cooling: Cooling | undefined,
  device: DeviceReport | undefined,
  sensor: AlertSensor,
  celsius: number | undefined,
): void {
  if (celsius === undefined) return
  if (settings.sensors && !settings.sensors.includes(sensor)) return
  const limits = settings.limits?.[sensor] ?? usualLimits(minerName, device, sensor, cooling)
  if (!limits) return
  const margin = settings.clearMargin ?? CLEAR_MARGIN_CELSIUS
  band.warning = limits.warningCelsius
  band.clear = limits.warningCelsius - margin
  band.critical = limits.criticalCelsius
  band.criticalClear = limits.criticalCelsius - margin
  const index = device?.index ?? 0
  const part = index * SENSORS_AT_MOST + SENSORS.indexOf(sensor)
  if (!consider(found, state, part, celsius, band)) return
  worst.kind = device?.kind
  worst.index = index
  worst.sensor = sensor
}

function usualLimits(
  minerName: string,
  device: DeviceReport | undefined,
  sensor: AlertSensor,
  cooling: Cooling | undefined,
): TemperatureLimits | undefined {
  if (sensor === 'intake') return INTAKE_LIMITS
  return device && temperatureLimits(minerName, device.kind, sensor, cooling)
}

const DEVICE_WORDS: Readonly<Record<DeviceKind, string>> = { gpu: 'GPU', board: 'Board', cpu: 'CPU' }

/** `GPU 2 memory`, `Board 1 chip`, `CPU`, `Intake air`. */
function sensorWords({ kind, index, sensor }: Place): string {
  if (kind === undefined) return 'Intake air'
  if (sensor === 'cpu') return index === 0 ? 'CPU' : `CPU ${index}`
  return `${DEVICE_WORDS[kind]} ${index} ${sensor}`
}

import { temperatureLimits } from '#lib/domain/limits'
import type { DeviceReport, Reading } from '#lib/domain/reading'

export type SensorReading = {
  name: string
  celsius: number
  /** What a full bar stands for. */
  criticalCelsius: number
  tone?: 'warn' | 'critical'
}

const WITHOUT_LIMIT = 100

/** A device's temperatures in reading order, each against its own limit; where none is known a bar is full at 100 °C. */
export function sensorsOf(device: DeviceReport, reading: Pick<Reading, 'miner' | 'cooling'>): SensorReading[] {
  const core = device.kind === 'gpu' ? 'core' : device.kind === 'cpu' ? 'cpu' : 'chip'
  const told = [
    [core, device.temperatureCelsius],
    ['board', device.boardCelsius],
    ['hotspot', device.hotspotCelsius],
    ['memory', device.memoryCelsius],
    ['regulator', device.regulatorCelsius],
    ['coolant', device.coolantOutCelsius],
  ] as const
  return told.flatMap(([sensor, celsius]) => {
    if (celsius === undefined) return []
    const limits = temperatureLimits(reading.miner.name, device.kind, sensor, reading.cooling)
    const criticalCelsius = limits?.criticalCelsius ?? WITHOUT_LIMIT
    if (limits && celsius >= limits.criticalCelsius)
      return [{ name: sensor, celsius, criticalCelsius, tone: 'critical' as const }]
    if (limits && celsius >= limits.warningCelsius)
      return [{ name: sensor, celsius, criticalCelsius, tone: 'warn' as const }]
    return [{ name: sensor, celsius, criticalCelsius }]
  })
}

/** The sensor nearest to, or furthest over, its limit. */
export function urgentSensor(sensors: SensorReading[]): SensorReading | undefined {
  return [...sensors].sort((one, other) => other.celsius / other.criticalCelsius - one.celsius / one.criticalCelsius)[0]
}

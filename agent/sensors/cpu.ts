import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { celsiusFrom, compact, highest } from '../miners/lenient'
import { type RaplMemory, readRapl } from './rapl'
import type { SensorRead } from './sensor-reading'
import { sysfsNames, sysfsNumber, sysfsText } from './sysfs'

const CPU_DRIVERS = ['coretemp', 'k10temp', 'zenpower', 'cpu_thermal']

/**
 * The CPU: hottest reading of its hwmon driver, and its power by RAPL between two calls with the same `memory`. `powerProblem`
 * says why there is no power figure where the machine has the counter but denies it. `root` is `/` but for tests.
 */
export async function readCpu(memory: RaplMemory, root = '/'): Promise<SensorRead & { powerProblem?: string }> {
  const temperatureCelsius = await cpuTemperature(join(root, 'sys'))
  const rapl = await readRapl(memory, join(root, 'sys'))
  const powerWatts = rapl.ok ? rapl.powerWatts : undefined
  const denied = !rapl.ok && rapl.denied ? { powerProblem: rapl.problem } : {}
  if (temperatureCelsius === undefined && !rapl.ok) {
    const problem = rapl.denied ? rapl.problem : 'this machine tells neither a CPU temperature nor a CPU power'
    return { ok: false, problem }
  }
  const device = compact({ index: 0, kind: 'cpu' as const, name: await cpuName(root), temperatureCelsius, powerWatts })
  return { ok: true, devices: [device], ...denied }
}

async function cpuTemperature(sys: string): Promise<number | undefined> {
  const readings: (number | undefined)[] = []
  for (const monitor of await sysfsNames(sys, 'class/hwmon')) {
    if (!CPU_DRIVERS.includes((await sysfsText(sys, 'class/hwmon', monitor, 'name')) ?? '')) continue
    for (const file of await sysfsNames(sys, 'class/hwmon', monitor)) {
      const number = /^temp(\d+)_input$/.exec(file)?.[1]
      const label = number && (await sysfsText(sys, 'class/hwmon', monitor, `temp${number}_label`))
      // Tctl carries an offset for the fan curve on some Ryzens; where Tdie is there too, that is the truth.
      if (number && label !== 'Tctl')
        readings.push(celsiusFrom(await sysfsNumber(1000, sys, 'class/hwmon', monitor, file)))
    }
    if (highest(readings) === undefined)
      readings.push(celsiusFrom(await sysfsNumber(1000, sys, 'class/hwmon', monitor, 'temp1_input')))
  }
  return highest(readings)
}

async function cpuName(root: string): Promise<string | undefined> {
  try {
    return /^model name\s*:\s*(.+)$/m.exec(await readFile(join(root, 'proc/cpuinfo'), 'utf8'))?.[1]?.trim()
  } catch {
    return undefined
  }
}

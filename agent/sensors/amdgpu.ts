import { readlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { DeviceReport } from '#lib/domain/reading'
import { busIdFrom, celsiusFrom, compact, nonNegativeFrom, positiveFrom } from '../miners/lenient'
import type { SensorRead } from './sensor-reading'
import { sysfsNames, sysfsNumber, sysfsText } from './sysfs'

/**
 * AMD GPUs through the kernel's hwmon files: m°C with labels edge, junction and mem, µW, RPM, PWM of 255, Hz (kernel document
 * hwmon/sysfs-interface). Cards are told apart by PCI address, not by their number. `root` is `/sys` but for tests.
 */
export async function readAmdgpu(root = '/sys'): Promise<SensorRead> {
  const cards = (await sysfsNames(root, 'class/drm')).filter((name) => /^card\d+$/.test(name))
  const devices: DeviceReport[] = []
  for (const card of cards) {
    const folder = join(root, 'class/drm', card, 'device')
    const monitor = (await sysfsNames(folder, 'hwmon'))[0]
    if (monitor && (await sysfsText(folder, 'hwmon', monitor, 'name')) === 'amdgpu') {
      devices.push(await readCard(folder, join(folder, 'hwmon', monitor), devices.length))
    }
  }
  return devices.length > 0 ? { ok: true, devices } : { ok: false, problem: 'no GPU with the amdgpu driver here' }
}

async function readCard(folder: string, monitor: string, index: number): Promise<DeviceReport> {
  const temperatures = await labelledTemperatures(monitor)
  const pwm = nonNegativeFrom(await sysfsNumber(1, monitor, 'pwm1'))
  return compact({
    index,
    kind: 'gpu' as const,
    name: await sysfsText(folder, 'product_name'),
    busId: await pciAddress(folder),
    temperatureCelsius: temperatures.get('edge') ?? temperatures.get(''),
    hotspotCelsius: temperatures.get('junction'),
    memoryCelsius: temperatures.get('mem'),
    frequencyMegahertz: positiveFrom(await sysfsNumber(1e6, monitor, 'freq1_input')),
    fanPercent: pwm === undefined ? undefined : Math.min(100, Math.round((pwm / 255) * 100)),
    fanRpm: nonNegativeFrom(await sysfsNumber(1, monitor, 'fan1_input')),
    powerWatts:
      positiveFrom(await sysfsNumber(1e6, monitor, 'power1_average')) ??
      positiveFrom(await sysfsNumber(1e6, monitor, 'power1_input')),
  })
}

async function labelledTemperatures(monitor: string): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  for (const number of [1, 2, 3]) {
    const celsius = celsiusFrom(await sysfsNumber(1000, monitor, `temp${number}_input`))
    const label = (await sysfsText(monitor, `temp${number}_label`))?.toLowerCase() ?? (number === 1 ? '' : undefined)
    if (celsius !== undefined && label !== undefined) found.set(label, celsius)
  }
  return found
}

/** `device` is a link to the PCI device's folder; its `uevent` says the address too. */
async function pciAddress(folder: string): Promise<string | undefined> {
  const slot = /PCI_SLOT_NAME=(\S+)/.exec((await sysfsText(folder, 'uevent')) ?? '')?.[1]
  if (slot) return busIdFrom(slot)
  try {
    return busIdFrom(basename(await readlink(folder)))
  } catch {
    return undefined
  }
}

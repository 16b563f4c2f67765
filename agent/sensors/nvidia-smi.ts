import { execFile } from 'node:child_process'
import type { DeviceReport } from '#lib/domain/reading'
import { busIdFrom, celsiusFrom, compact, countFrom, percentFrom, positiveFrom, textFrom } from '../miners/lenient'
import type { SensorRead } from './sensor-reading'

const FIELDS = [
  'index',
  'pci.bus_id',
  'temperature.gpu',
  'temperature.memory',
  'power.draw',
  'fan.speed',
  'clocks.current.graphics',
  'name',
]

/**
 * NVIDIA GPUs through `nvidia-smi` (°C, W, %, MHz). The name is asked last, because it alone may hold a comma. What a card does
 * not tell (`[N/A]`, `[Not Supported]`, `[Unknown Error]`) is absent.
 */
export function readNvidiaSmi(options: { program?: string; timeoutMs?: number } = {}): Promise<SensorRead> {
  const program = options.program ?? 'nvidia-smi'
  const query = [`--query-gpu=${FIELDS.join(',')}`, '--format=csv,noheader,nounits']
  return new Promise((resolve) => {
    execFile(
      program,
      query,
      { timeout: options.timeoutMs ?? 5_000, maxBuffer: 1024 * 1024 },
      (error, stdout, stderr) => {
        const devices = parseNvidiaSmi(stdout)
        if (devices.length > 0) return resolve({ ok: true, devices })
        if (!error) return resolve({ ok: false, problem: 'nvidia-smi lists no GPU' })
        if (error.code === 'ENOENT')
          return resolve({ ok: false, problem: 'nvidia-smi is not installed: no NVIDIA driver here' })
        if (error.killed) return resolve({ ok: false, problem: 'nvidia-smi did not answer in time' })
        const words = (stderr || stdout).trim().split('\n')[0]?.slice(0, 200)
        resolve({ ok: false, problem: `nvidia-smi failed: ${words || `exit code ${error.code}`}` })
      },
    )
  })
}

export function parseNvidiaSmi(text: string): DeviceReport[] {
  return text.split('\n').flatMap((line, position) => {
    const cells = line.split(/,\s*/)
    const [index, bus, core, memory, power, fan, clock] = cells
    const busId = busIdFrom(bus?.trim())
    // Lines that hold no GPU are the tool's own complaints, such as "Unable to determine the device handle for GPU…".
    if (cells.length < FIELDS.length || busId === undefined) return []
    return [
      compact({
        index: countFrom(index) ?? position,
        kind: 'gpu' as const,
        name: textFrom(cells.slice(FIELDS.length - 1).join(', ')),
        busId,
        temperatureCelsius: celsiusFrom(core),
        memoryCelsius: celsiusFrom(memory),
        frequencyMegahertz: positiveFrom(clock),
        fanPercent: percentFrom(fan),
        powerWatts: positiveFrom(power),
      }),
    ]
  })
}

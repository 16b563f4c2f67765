import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nonNegativeFrom, numberFrom, positiveFrom } from '../miners/lenient'
import { sysfsNames, sysfsNumber } from './sysfs'

/** The counters at the last call. The caller keeps one per machine. */
export type RaplMemory = { atMs?: number; microjoules?: { [zone: string]: number } }

export type RaplRead = { ok: true; powerWatts?: number } | { ok: false; denied: boolean; problem: string }

const DENIED =
  'permission denied on the CPU power counter (/sys/class/powercap/…/energy_uj is for root since Linux 5.10): run the agent as root, or let its user read it, for example with: chmod a+r /sys/class/powercap/intel-rapl:*/energy_uj'

/**
 * Power of all CPU packages in watts, from the energy counters (µJ) between two calls; the first call only takes note. A counter that fell
 * has wrapped at `max_energy_range_uj`. `nowMs` must not go back.
 */
export async function readRapl(memory: RaplMemory, sys = '/sys', nowMs = performance.now()): Promise<RaplRead> {
  // Packages are intel-rapl:0, intel-rapl:1 (AMD's too); intel-rapl:0:0 and so on are parts of them.
  const zones = (await sysfsNames(sys, 'class/powercap')).filter((name) => /^intel-rapl:\d+$/.test(name))
  const now: { [zone: string]: number } = {}
  for (const zone of zones) {
    const read = await energy(join(sys, 'class/powercap', zone, 'energy_uj'))
    if (read === 'denied') return { ok: false, denied: true, problem: DENIED }
    if (read !== undefined) now[zone] = read
  }
  if (Object.keys(now).length === 0)
    return { ok: false, denied: false, problem: 'this machine has no CPU power counter (RAPL)' }
  const before = memory.microjoules
  const seconds = memory.atMs === undefined ? 0 : (nowMs - memory.atMs) / 1000
  memory.microjoules = now
  memory.atMs = nowMs
  if (before === undefined || seconds < 0.1) return { ok: true }
  let joules = 0
  for (const [zone, counter] of Object.entries(now)) {
    const earlier = before[zone]
    if (earlier === undefined) return { ok: true }
    const range = positiveFrom(await sysfsNumber(1, sys, 'class/powercap', zone, 'max_energy_range_uj'))
    if (counter < earlier && range === undefined) return { ok: true }
    joules += (counter - earlier + (counter < earlier ? (range ?? 0) : 0)) / 1e6
  }
  const powerWatts = nonNegativeFrom(joules / seconds)
  return powerWatts === undefined ? { ok: true } : { ok: true, powerWatts }
}

async function energy(path: string): Promise<number | 'denied' | undefined> {
  try {
    return numberFrom(await readFile(path, 'utf8'))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    return code === 'EACCES' || code === 'EPERM' ? 'denied' : undefined
  }
}

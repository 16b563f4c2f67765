import type { Wire } from './cgminer-protocol'
import { rounded } from './noise'
import type { SimulatedRig } from './simulated-rig'

/** Percent of all, 0 where there were none: as cgminer prints it. */
export function percentOf(part: number, whole: number): number {
  return whole > 0 ? rounded((part / whole) * 100, 4) : 0
}

/** The counters that every cgminer's `summary` shows. */
export function summaryCounters(rig: SimulatedRig): Wire {
  const [work] = rig.works
  const [told] = rig.description.works
  if (!work || !told) return {}
  const shares = work.accepted + work.rejected + work.stale
  const minutes = Math.max(1, rig.uptimeSeconds / 60)
  return {
    'Found Blocks': 0,
    Getworks: Math.floor(rig.uptimeSeconds / 30),
    Accepted: work.accepted,
    Rejected: work.rejected,
    'Hardware Errors': hardwareErrors(rig, 0) * rig.deviceCount,
    Utility: rounded(work.accepted / minutes, 2),
    Discarded: Math.floor(rig.uptimeSeconds / 15),
    Stale: work.stale,
    'Get Failures': 0,
    'Local Work': Math.floor(rig.uptimeSeconds * 21),
    'Remote Failures': 0,
    'Network Blocks': Math.floor(rig.uptimeSeconds / 600),
    'Total MH': rounded(work.hashes / 1e6, 4),
    'Work Utility': rounded((work.accepted * told.shareDifficulty) / minutes, 2),
    'Difficulty Accepted': work.accepted * told.shareDifficulty,
    'Difficulty Rejected': work.rejected * told.shareDifficulty,
    'Difficulty Stale': work.stale * told.shareDifficulty,
    'Best Share': Math.round(work.bestDifficulty),
    'Device Hardware%': 0.002,
    'Device Rejected%': percentOf(work.rejected, shares),
    'Pool Rejected%': percentOf(work.rejected, shares),
    'Pool Stale%': percentOf(work.stale, shares),
    'Last getwork': Math.floor(rig.nowMs / 1000),
  }
}

/** The rig's own pool, as every cgminer's `pools` shows it. Firmware with a fee lists its own pools too: see the dialects. */
export function ownPool(rig: SimulatedRig): Wire {
  const [work] = rig.works
  const [told] = rig.description.works
  if (!work || !told) return {}
  const host = told.pool.url.replace(/^\w+(\+\w+)?:\/\//, '').replace(/:\d+$/, '')
  const isAlive = rig.failure?.code !== 'pool'
  const shares = work.accepted + work.rejected + work.stale
  return {
    POOL: 0,
    URL: told.pool.url,
    Status: isAlive ? 'Alive' : 'Dead',
    Priority: 0,
    Quota: 1,
    'Long Poll': 'N',
    Getworks: Math.floor(rig.uptimeSeconds / 30),
    Accepted: work.accepted,
    Rejected: work.rejected,
    Discarded: Math.floor(rig.uptimeSeconds / 15),
    Stale: work.stale,
    'Get Failures': 0,
    'Remote Failures': 0,
    User: told.pool.user,
    'Last Share Time': Math.floor(work.lastShareAtMs / 1000),
    Diff: shortDifficulty(told.shareDifficulty),
    'Diff1 Shares': work.accepted * told.shareDifficulty,
    'Proxy Type': '',
    Proxy: '',
    'Difficulty Accepted': work.accepted * told.shareDifficulty,
    'Difficulty Rejected': work.rejected * told.shareDifficulty,
    'Difficulty Stale': work.stale * told.shareDifficulty,
    'Last Share Difficulty': told.shareDifficulty,
    'Has Stratum': true,
    'Stratum Active': isAlive,
    'Stratum URL': isAlive ? host : '',
    'Has GBT': false,
    'Best Share': Math.round(work.bestDifficulty),
    'Pool Rejected%': percentOf(work.rejected, shares),
    'Pool Stale%': percentOf(work.stale, shares),
  }
}

/** Hardware errors of one board: they grow with the miner's uptime. */
export function hardwareErrors(rig: SimulatedRig, device: number): number {
  return Math.floor(rig.uptimeSeconds / (5000 + 900 * device))
}

/** "0:00:23", as Bitmain prints the time since the last share. */
export function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const two = (value: number) => String(value).padStart(2, '0')
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`
}

/** "65.5K": a difficulty with three digits and a letter, as cgminer and AxeOS print it. */
export function shortDifficulty(difficulty: number): string {
  const letters = ['', 'K', 'M', 'G', 'T', 'P', 'E']
  let value = difficulty
  let step = 0
  while (value >= 1000 && step < letters.length - 1) {
    value /= 1000
    step++
  }
  return `${step === 0 ? Math.round(value) : Number(value.toPrecision(3))}${letters[step]}`
}

import { hashesPerSecondFrom, type JsonObject, numberFrom } from '../lenient'
import type { ReaderMemory } from '../miner-reader'
import { CUT_OFF } from './cut-off'

const UNITS: { [prefix: string]: number } = { '': 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15 }
const SECONDS: { [letter: string]: number } = { s: 1, m: 60, h: 3600 }

/**
 * The rate of a row whose label tells its unit (`MHS 1m`, `GHS 5s`, `MHS 30s`, `MHS(1m)`), in H/s, from the window nearest one
 * minute. Windows of hours and the average since the start say nothing about now and are not taken; of a row that was cut off only the
 * minute itself, since a nearer window may be missing.
 */
export function windowedRate(
  row: JsonObject,
  unitOf: (prefix: string, value: number) => number | undefined = (prefix) => UNITS[prefix],
): number | undefined {
  let best: { distance: number; rate: number } | undefined
  for (const [key, value] of Object.entries(row)) {
    const label = /^([KMGTP]?)HS[ (]?(\d+)([sm])\)?$/.exec(key)
    if (!label) continue
    const seconds = Number(label[2]) * (SECONDS[label[3] ?? ''] ?? 1)
    const rate = hashesPerSecondFrom(value, unitOf(label[1] ?? '', numberFrom(value) ?? 0))
    const distance = Math.abs(seconds - 60)
    if (row[CUT_OFF] && distance > 0) continue
    if (rate !== undefined && seconds <= 900 && (!best || distance < best.distance)) best = { distance, rate }
  }
  return best?.rate
}

/** The average since the start, in H/s: only for firmware that tells nothing else, see {@link isWorking}. */
export function averageSinceStart(row: JsonObject): number | undefined {
  if (row[CUT_OFF]) return undefined
  for (const [key, value] of Object.entries(row)) {
    const label = /^([KMGTP]?)HS (av|Avg)$/.exec(key)
    const rate = label && hashesPerSecondFrom(value, UNITS[label[1] ?? ''])
    if (rate !== null && rate !== undefined) return rate
  }
  return undefined
}

const SHARES_MAY_BE_APART_MS = 10 * 60_000

/**
 * Whether hashes were done since the last poll. The count of hashes moves between any two polls of a live machine; where only
 * shares are counted they may be minutes apart. Without an earlier poll nobody can tell, and the machine is believed.
 */
export function isWorking(summary: JsonObject, memory: ReaderMemory | undefined, nowMs: number): boolean {
  const hashes = numberFrom(summary['Total MH'])
  const counter = hashes ?? numberFrom(summary['Difficulty Accepted']) ?? numberFrom(summary.Accepted)
  if (!memory || counter === undefined) return true
  const before = memory.workCounter
  if (before === undefined || before.value !== counter) {
    memory.workCounter = { value: counter, movedAtMs: nowMs }
    return true
  }
  return hashes === undefined && nowMs - before.movedAtMs < SHARES_MAY_BE_APART_MS
}

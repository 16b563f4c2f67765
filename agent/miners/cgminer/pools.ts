import type { PoolReport, ShareCounters } from '#lib/domain/reading'
import {
  compact,
  countFrom,
  difficultyFrom,
  flagFrom,
  highest,
  type JsonObject,
  numberFrom,
  present,
  textFrom,
  total,
} from '../lenient'
import { type Replies, rowsOf, statusOf, summaryOf } from './replies'

export type PoolsReport = {
  pool?: PoolReport
  shares?: ShareCounters
  bestDifficulty?: number
  blocksFound?: number
  row?: JsonObject
}

/** The owner's pool in use, and the miner's own counters of shares. `nowMs` is the agent's clock. */
export function readPools(replies: Replies, nowMs: number): PoolsReport {
  const summary = summaryOf(replies)
  const owned = rowsOf(replies, 'POOLS').filter((pool) => !isDeveloperFee(pool))
  const active = activePool(owned)
  const when = statusOf(replies.pools).when ?? statusOf(replies.summary).when
  const count = (key: string) => {
    const ofPools = total(owned.map((pool) => countFrom(pool[key])))
    // Blackminer prints numbers of its pools as numbers, and those of its summary as text, without sense.
    const misprinted = typeof summary[key] === 'string' && owned.some((pool) => typeof pool[key] === 'number')
    return misprinted ? ofPools : (countFrom(summary[key]) ?? ofPools)
  }
  return compact({
    row: active,
    pool: active && poolReport(active),
    shares: present({
      accepted: count('Accepted'),
      rejected: count('Rejected'),
      stale: count('Stale'),
      lastAcceptedAt: highest(owned.map((pool) => shareTimeMs(pool['Last Share Time'], when, nowMs))),
    }),
    bestDifficulty:
      difficultyFrom(summary['Best Share']) ?? highest(owned.map((pool) => difficultyFrom(pool['Best Share']))),
    blocksFound: countFrom(summary['Found Blocks']),
  })
}

/** Firmwares list the pools that earn for their makers last, with far priorities and with names or stars for an address. */
function isDeveloperFee(pool: JsonObject): boolean {
  const url = textFrom(pool.URL) ?? textFrom(pool['Stratum URL']) ?? ''
  const names = `${url} ${textFrom(pool.User) ?? ''}`
  if (/dev[\s_-]*fee|asicseer/i.test(names) || /^\*+$/.test(url)) return true
  return (numberFrom(pool.Priority) ?? 0) >= 900 || (/^(hiveon|vnish|anthill)/i.test(url) && !url.includes('.'))
}

function activePool(pools: JsonObject[]): JsonObject | undefined {
  const byPriority = pools.toSorted((a, b) => (numberFrom(a.Priority) ?? 0) - (numberFrom(b.Priority) ?? 0))
  return (
    byPriority.find((pool) => isAlive(pool) && flagFrom(pool['Stratum Active']) === true) ??
    byPriority.find((pool) => isAlive(pool) && flagFrom(pool['Stratum Active']) === undefined) ??
    byPriority.find((pool) => !/disabled/i.test(textFrom(pool.Status) ?? '') && textFrom(pool.URL) !== undefined)
  )
}

function isAlive(pool: JsonObject): boolean {
  return /^alive$/i.test(textFrom(pool.Status) ?? '')
}

function poolReport(pool: JsonObject): PoolReport | undefined {
  return present({
    url: textFrom(pool.URL) ?? textFrom(pool['Stratum URL']),
    user: textFrom(pool.User),
    connected:
      textFrom(pool.Status) === undefined ? undefined : isAlive(pool) && flagFrom(pool['Stratum Active']) !== false,
  })
}

const A_YEAR_2001_SECONDS = 1e9
const CLOCK_TRUSTED_WITHIN_SECONDS = 300

/**
 * When a share was last accepted, by our clock. Machines tell it as Unix seconds, as seconds since their own start (Avalon, where
 * the reply's `When` counts likewise), or as an age `h:mm:ss`. One whose clock is wrong is corrected by its `When`.
 */
export function shareTimeMs(value: unknown, whenSeconds: number | undefined, nowMs: number): number | undefined {
  const age = /^(\d+):(\d\d):(\d\d)$/.exec(textFrom(value) ?? '')
  if (age) return Math.round(nowMs / 1000 - Number(age[1]) * 3600 - Number(age[2]) * 60 - Number(age[3])) * 1000
  const seconds = countFrom(value)
  if (!seconds) return undefined
  const clockIsRight = whenSeconds === undefined || Math.abs(whenSeconds - nowMs / 1000) < CLOCK_TRUSTED_WITHIN_SECONDS
  if (clockIsRight)
    return seconds > A_YEAR_2001_SECONDS && seconds * 1000 <= nowMs + 300_000 ? seconds * 1000 : undefined
  const ageSeconds = whenSeconds - seconds
  return ageSeconds >= 0 && ageSeconds < 366 * 86_400 ? Math.round(nowMs / 1000 - ageSeconds) * 1000 : undefined
}

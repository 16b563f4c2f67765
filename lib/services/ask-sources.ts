import type { Database } from '#lib/db/database'
import { RATES_STALE_AFTER_MS } from '#lib/domain/limits'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#lib/domain/units'
import type { FetchResult, MarketSource } from '#lib/market/market-source'
import type { Change } from './change-bus.ts'
import {
  type AskedFor,
  type MarketConfig,
  marketIsOn,
  marketSources,
  type SourceStatus,
  saveSourceStatus,
  sourceStatuses,
} from './market-switch.ts'

export type RefreshContext = { database: Database; config: MarketConfig; sources?: MarketSource[]; nowMs?: number }

export type RefreshResult = {
  changes: Change[]
  stored: number
  /** What went wrong or was held back, in words; the last good rates stay. */
  problems: string[]
  /** How many sources answered. */
  answered: number
}

/** Doubles with every failure after the first. */
const FIRST_WAIT_MS = 5 * MINUTE_MS
const LONGEST_WAIT_MS = HOUR_MS
/** No service is believed that wants to be left alone for longer. */
const LONGEST_ASKED_WAIT_MS = DAY_MS
/** A job's clock is not exact. */
const EARLY_MS = 30_000

/**
 * Asks one source after the other and hands what they found to `save`, which answers with why it did not take it. A
 * source is left alone while it asked for that, or for longer and longer while it fails. What was observed hours ago is
 * not taken for a rate of now, unless the past was asked for.
 */
export async function askSources<Rate extends { observedAtMs: number }>(
  context: RefreshContext,
  what: AskedFor,
  work: {
    fetch: (source: MarketSource) => Promise<FetchResult<Rate>> | undefined
    save: (rate: Rate) => Promise<string | undefined>
  },
): Promise<RefreshResult> {
  const { database, config, nowMs = Date.now() } = context
  if (!(await marketIsOn(database, config))) return { changes: [], stored: 0, problems: [], answered: 0 }
  let stored = 0
  let answered = 0
  const problems: string[] = []
  for (const source of context.sources ?? (await marketSources(database, config))) {
    const statuses = await sourceStatuses(database, source.name)
    const status = statuses.get(what) ?? {}
    if (mustWait(source, status, [...statuses.values()], nowMs)) continue
    const asked = work.fetch(source)
    if (!asked) continue
    const fetched = await asked
    const wait = waitAfter(fetched, status)
    const notBeforeMs = wait === undefined ? undefined : nowMs + wait
    const kept = { askedAtMs: nowMs, notBeforeMs, limited: fetched.limited }
    if (!fetched.ok) {
      problems.push(fetched.reason)
      const { lastSuccessAtMs, failures = 0 } = status
      const failed = { lastSuccessAtMs, problem: fetched.reason, failures: failures + 1 }
      await saveSourceStatus(database, source.name, what, { ...kept, ...failed })
      continue
    }
    answered += 1
    const doubts = [...fetched.problems]
    for (const rate of fetched.found) {
      const old = what !== 'history' && nowMs - rate.observedAtMs > RATES_STALE_AFTER_MS
      const doubt = old ? `It was observed on ${new Date(rate.observedAtMs).toISOString()}` : await work.save(rate)
      if (doubt) doubts.push(`${doubt} (${source.name})`)
      else stored += 1
    }
    problems.push(...doubts)
    await saveSourceStatus(database, source.name, what, { ...kept, lastSuccessAtMs: nowMs, problem: inWords(doubts) })
  }
  return { changes: stored > 0 ? [{ kind: 'rates' }] : [], stored, problems, answered }
}

function mustWait(source: MarketSource, status: SourceStatus, all: SourceStatus[], nowMs: number): boolean {
  const waits = (other: SourceStatus) => other.notBeforeMs !== undefined && nowMs < other.notBeforeMs
  if (waits(status) || all.some((other) => other.limited && waits(other))) return true
  const { leastIntervalMs } = source
  if (leastIntervalMs === undefined || status.askedAtMs === undefined) return false
  return nowMs >= status.askedAtMs && nowMs - status.askedAtMs < leastIntervalMs - EARLY_MS
}

function waitAfter(fetched: FetchResult<unknown>, { failures = 0 }: SourceStatus): number | undefined {
  if (fetched.retryAfterMs !== undefined) return Math.min(fetched.retryAfterMs, LONGEST_ASKED_WAIT_MS)
  if (fetched.ok && !fetched.limited) return undefined
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures)
}

function inWords(doubts: string[]): string | undefined {
  if (doubts.length <= 1) return doubts[0]
  return `${doubts[0]}, and ${doubts.length - 1} more like it`
}

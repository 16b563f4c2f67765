import { type Band, consider, considerPlain, hold, newLook } from '#lib/domain/alerts/look'
import type { RuleState } from '#lib/domain/alerts/rule-state'
import type { RigWatch } from '#lib/domain/alerts/watch'
import { meanShareGapMs, SHARES_SPAN_MS, sharesWithin, type WorkMemory } from '#lib/domain/alerts/work-memory'
import { formatDuration } from '#lib/domain/format'
import { MINUTE_MS } from '#lib/domain/units'

const band: Band = {}
const told = { shares: 0, bad: 0 }
const ratioWords = () => `${Math.round(told.bad)} of ${Math.round(told.shares)} shares`

/** Rejected and stale shares as a part of all, by algorithm; too few shares change nothing. */
export const watchRejected: RigWatch = ({ reading, memory }, settings, state, nowMs) => {
  const { warning, critical, clear, leastShares = 50, windowMs = SHARES_SPAN_MS } = settings
  const found = newLook()
  found.unit = 'fraction'
  const margin = clear !== undefined && warning !== undefined ? warning - clear : 0
  for (const work of memory.work) {
    const { algorithm } = work
    if (work.atMs !== reading.at) continue
    if (settings.algorithm !== undefined && settings.algorithm !== algorithm) continue
    const { shares, bad } = sharesWithin(work, nowMs, Math.min(windowMs, SHARES_SPAN_MS))
    if (shares < leastShares || shares === 0) {
      hold(found, state, algorithm)
      continue
    }
    band.warning = warning
    band.clear = warning === undefined ? undefined : warning - margin
    band.critical = critical
    band.criticalClear = critical === undefined ? undefined : critical - margin
    if (!consider(found, state, algorithm, bad / shares, band)) continue
    found.algorithm = algorithm
    told.shares = shares
    told.bad = bad
  }
  found.words = ratioWords
  return found
}

const NO_SHARE_MS = 30 * MINUTE_MS
const GAPS = 10

/**
 * No accepted share for 30 min of mining or 10 × the rig's own mean gap, whichever is longer: a small miner at a high
 * difficulty waits long by nature. Over with a share.
 */
export const watchAccepted: RigWatch = ({ reading, memory, presence }, settings, state, nowMs) => {
  const found = newLook(settings.severity)
  found.unit = 'milliseconds'
  const { miningSinceMs } = memory
  if (presence.state !== 'hashing' || miningSinceMs === undefined) return found
  for (const work of memory.work) {
    const { algorithm, countedSinceMs } = work
    if (work.atMs !== reading.at || countedSinceMs === undefined) continue
    if (settings.algorithm !== undefined && settings.algorithm !== algorithm) continue
    const gapMs = meanShareGapMs(work)
    const longestMs = Math.max(settings.warning ?? NO_SHARE_MS, (settings.times ?? GAPS) * (gapMs ?? 0))
    const sinceMs = Math.max(work.lastAcceptedMs ?? 0, countedSinceMs, miningSinceMs)
    const inTrouble = nowMs - sinceMs >= longestMs || stillWithout(work, state)
    if (!considerPlain(found, algorithm, inTrouble)) continue
    if (sinceMs >= (found.sinceMs ?? Number.POSITIVE_INFINITY)) continue
    found.sinceMs = sinceMs
    found.value = nowMs - sinceMs
    found.warningThreshold = longestMs
    found.algorithm = algorithm
    found.detail = gapMs === undefined ? undefined : `usually one in ${formatDuration(gapMs)}`
  }
  return found
}

/** Restarts and silence do not end what only a share can. */
function stillWithout({ algorithm, lastAcceptedMs }: WorkMemory, state: RuleState | undefined): boolean {
  if (state?.phase !== 'firing' || !state.raised?.includes(algorithm)) return false
  return lastAcceptedMs === undefined || lastAcceptedMs <= state.sinceMs
}

import type { Reading } from '#lib/domain/reading'
import { SHARES_BRIDGE_MS } from '#lib/domain/rollup'
import { MINUTE_MS } from '#lib/domain/units'

type Shares = { accepted: number; rejected: number; stale: number }

const WINDOW_MS = 30 * MINUTE_MS

/** Shares of the last half hour, by minute. Counters that fell were reset: what they show then is new. */
export class ShareWindow {
  #minutes: (Shares & { minuteMs: number })[] = []

  add(before: Reading | undefined, now: Reading): void {
    if (!before || now.at - before.at > SHARES_BRIDGE_MS) return
    let minute = this.#minutes.at(-1)
    const minuteMs = Math.floor(now.at / MINUTE_MS) * MINUTE_MS
    for (const { algorithm, shares } of now.work) {
      const last = before.work.find((work) => work.algorithm === algorithm)?.shares
      if (!shares || !last) continue
      if (minute?.minuteMs !== minuteMs) {
        minute = { minuteMs, accepted: 0, rejected: 0, stale: 0 }
        this.#minutes.push(minute)
        while ((this.#minutes[0]?.minuteMs ?? minuteMs) < minuteMs - WINDOW_MS) this.#minutes.shift()
      }
      minute.accepted += risen(last.accepted, shares.accepted)
      minute.rejected += risen(last.rejected, shares.rejected)
      minute.stale += risen(last.stale, shares.stale)
    }
  }

  /** Sums over the half hour before `nowMs`; undefined when no counter was compared in it. */
  at(nowMs: number): Shares | undefined {
    const within = this.#minutes.filter((minute) => minute.minuteMs > nowMs - WINDOW_MS)
    if (within.length === 0) return undefined
    return within.reduce(
      (sum, minute) => ({
        accepted: sum.accepted + minute.accepted,
        rejected: sum.rejected + minute.rejected,
        stale: sum.stale + minute.stale,
      }),
      { accepted: 0, rejected: 0, stale: 0 },
    )
  }
}

function risen(before: number | undefined, now: number | undefined): number {
  if (before === undefined || now === undefined) return 0
  return now >= before ? now - before : now
}

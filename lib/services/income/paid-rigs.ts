import type { Database } from '#lib/db/database'
import { type RigRecord, rigRecords } from '#lib/db/inventory'
import type { RigSpan } from '#lib/db/rig-span-sums'
import { coinBySymbol } from '#lib/domain/coins'
import type { Assignment } from '#lib/domain/explained-money'
import { payerOf } from '#lib/domain/payers'

/** A rig while a payer pays a coin for one of its algorithms, by its dated assignments. */
export type PaidRig = RigSpan & { rig: RigRecord; assignment: Assignment }

/** Every rig that was assigned to somebody in a span, cut where an assignment changed. */
export async function loadPaidRigs(database: Database, fromMs: number, toMs: number): Promise<PaidRig[]> {
  return (await rigRecords(database)).flatMap((rig) =>
    [...new Set(rig.assignments.map(({ algorithm }) => algorithm))].flatMap((algorithm) => {
      const rows = rig.assignments.filter((one) => one.algorithm === algorithm)
      return rows.flatMap((assignment, index): PaidRig[] => {
        // Before the first row, the first one speaks.
        const beginMs = index === 0 ? fromMs : Math.max(fromMs, assignment.fromMs)
        const endMs = Math.min(toMs, rows[index + 1]?.fromMs ?? toMs)
        if (endMs <= beginMs) return []
        return [{ rig, assignment, rigId: rig.id, algorithm, fromMs: beginMs, toMs: endMs }]
      })
    }),
  )
}

/** Those that this payer pays this coin for, a coin mined along with another among them, cut to a span. */
export function paidBy(
  rigs: readonly PaidRig[],
  { payer, coin }: { payer: string; coin: string },
  span: { fromMs: number; toMs: number },
): PaidRig[] {
  return rigs.flatMap((paid) => {
    const { assignment } = paid
    const isPaid =
      payerOf(assignment) === payer && (assignment.coin === coin || coinBySymbol(assignment.coin)?.mergedWith === coin)
    const fromMs = Math.max(paid.fromMs, span.fromMs)
    const toMs = Math.min(paid.toMs, span.toMs)
    return isPaid && toMs > fromMs ? [{ ...paid, fromMs, toMs }] : []
  })
}

/** Seconds in which rigs were expected to work: active ones, since they were first known. Two algorithms are one rig. */
export function expectedSeconds(rigs: readonly PaidRig[], firstHours: ReadonlyMap<number, number>): number {
  const byRig = new Map<number, Map<string, number>>()
  for (const { rig, algorithm, fromMs, toMs } of rigs) {
    const knownSinceMs = Math.min(rig.createdAtMs, firstHours.get(rig.id) ?? rig.createdAtMs)
    const byAlgorithm = byRig.get(rig.id) ?? new Map<string, number>()
    const activeMs = activeTime(rig, Math.max(fromMs, knownSinceMs), toMs)
    byRig.set(rig.id, byAlgorithm.set(algorithm, (byAlgorithm.get(algorithm) ?? 0) + activeMs))
  }
  return [...byRig.values()].reduce((sum, times) => sum + Math.max(...times.values()), 0) / 1000
}

function activeTime({ lifecycles }: RigRecord, fromMs: number, toMs: number): number {
  if (lifecycles.length === 0) return Math.max(0, toMs - fromMs)
  return lifecycles.reduce((sum, { fromMs: sinceMs, lifecycle }, index) => {
    const beginMs = index === 0 ? fromMs : Math.max(fromMs, sinceMs)
    const endMs = Math.min(toMs, lifecycles[index + 1]?.fromMs ?? toMs)
    return lifecycle === 'active' ? sum + Math.max(0, endMs - beginMs) : sum
  }, 0)
}

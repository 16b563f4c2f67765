import { speaksAt } from '#lib/domain/dated'
import type { Assignment } from '#lib/domain/explained-money'
import { payerOf } from '#lib/domain/payers'
import { contradiction } from '#lib/domain/pool-addresses'
import type { Reading } from '#lib/domain/reading'
import type { ContradictedPayer } from '#lib/wire/dashboard-events'

/** For each algorithm that works elsewhere than its owner confirmed: where, and who is taken to pay. */
export function contradictedPayers(
  assignments: readonly Assignment[],
  work: Reading['work'],
  nowMs: number,
): ContradictedPayer[] {
  return work.flatMap(({ algorithm, pool }) => {
    const present = speaksAt(
      assignments.filter((each) => each.algorithm === algorithm),
      nowMs,
    )
    const seen = present && contradiction(present, pool)
    return seen ? [{ algorithm, address: seen.address, payer: payerOf(seen.guess), paidAs: payerOf(present) }] : []
  })
}

import { plus } from '#lib/domain/ledger/entry'
import { bookValue, type WrittenOff } from '#lib/domain/write-off'

export const INVESTMENT_KINDS = ['purchase', 'resale', 'repair', 'other'] as const

/** A purchase, repair or other expense puts money in, a resale gets some back. */
export type InvestmentKind = (typeof INVESTMENT_KINDS)[number]

/** Money put into hardware or got back for it, in one currency; amounts are never negative. */
export type Investment = WrittenOff & { kind: InvestmentKind }

/** What was spent and what came back, in 10⁻⁹ of the currency. */
export type Outlay = { spentNano: bigint; resoldNano: bigint; outlayNano: bigint }

/** Over how many months a purchase is written off where its owner says nothing: an assumption, told wherever it is used. */
export const ASSUMED_WRITE_OFF_MONTHS = 36

/** Purchases, repairs and other expenses until `atMs` (inclusive), less what resales brought. */
export function outlayUntil(investments: readonly Investment[], atMs: number): Outlay {
  const sum = { spentNano: 0n, resoldNano: 0n }
  for (const { kind, amountNano, atMs: paidMs } of investments) {
    if (paidMs > atMs) continue
    if (kind === 'resale') sum.resoldNano += amountNano
    else sum.spentNano += amountNano
  }
  return { ...sum, outlayNano: sum.spentNano - sum.resoldNano }
}

/**
 * What the hardware stands in the books for at `atMs`. Only purchases are written off; repairs and other expenses are
 * gone when they are paid. A rig is one machine, so that its resale ends what was bought for it before; at a site
 * (`machine` false) a resale takes its amount off what is left.
 */
export function heldValue(
  investments: readonly Investment[],
  at: { atMs: number; timeZone: string; machine: boolean },
): bigint {
  const { atMs, timeZone, machine } = at
  const paid = investments.filter((each) => each.atMs <= atMs)
  const resales = paid.filter(({ kind }) => kind === 'resale')
  const soldMs = machine ? Math.max(Number.NEGATIVE_INFINITY, ...resales.map((each) => each.atMs)) : -Infinity
  const held = paid
    .filter((each) => each.kind === 'purchase' && each.atMs > soldMs)
    .reduce((sum, each) => sum + bookValue(each, atMs, timeZone), 0n)
  if (machine) return held
  const left = held - resales.reduce((sum, each) => sum + each.amountNano, 0n)
  return left > 0n ? left : 0n
}

/**
 * Return on what was spent, so far: (profit + resales + book value − spent) ÷ spent; undefined where nothing was spent.
 * 0 is even, −1 everything lost.
 */
export function returnSoFar(of: Outlay & { earnedNano: bigint; heldNano: bigint }): number | undefined {
  const { spentNano, resoldNano, earnedNano, heldNano } = of
  if (spentNano <= 0n) return undefined
  return Number(earnedNano + resoldNano + heldNano - spentNano) / Number(spentNano)
}

/** Sums of amounts of which any may be unknown: then the sum is unknown too. */
export function sumIfKnown(amounts: readonly (bigint | undefined)[]): bigint | undefined {
  if (amounts.some((amount) => amount === undefined)) return undefined
  return amounts.reduce<bigint | undefined>(plus, 0n)
}

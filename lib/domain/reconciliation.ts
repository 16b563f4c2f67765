/** Whose fault a part of the gap is. `unexplained` is what nothing accounts for. */
export type GapKind = 'faults' | 'pauses' | 'rejects' | 'fee' | 'luck' | 'unexplained'

export type ReconciliationInput = {
  /** What the machines' work was worth before any fee, in 10⁻¹² of the coin. */
  claimedPico: bigint
  /** What the payer credited, or paid where it tells no credits. */
  creditedPico: bigint
  /** Seconds of rigs: of work, of chosen pauses, and of all that was expected. */
  workSeconds: number
  pausedSeconds: number
  expectedSeconds: number
  /** Rejected and stale shares of all; absent where not known. */
  rejectedFraction?: number
  feeFraction: number
  /** One standard deviation of what luck makes of the net amount: see {@link luckDeviation}. */
  luckFraction: number
}

export type Reconciliation = {
  /** What would have come, had every rig worked all the time that was expected of it and nothing been taken off. */
  potentialPico: bigint
  claimedPico: bigint
  /** Net of rejects and fee: what the formula expects. */
  expectedPico: bigint
  creditedPico: bigint
  /** From potential to credited; they sum to it to the last unit. Negative: more than expected. */
  parts: { kind: GapKind; pico: bigint }[]
  gapPico: bigint
  /** One standard deviation of luck. */
  deviationPico: bigint
  /** How many deviations of luck what came is above what was expected, below it where negative; absent without luck. */
  deviations?: number
  /** Unexplained part of what was expected; absent where nothing was. */
  unexplainedFraction?: number
}

const PARTS = 1_000_000_000

/**
 * Takes the gap between what could have come and what was credited apart. Downtime is valued at the mean rate of the work
 * done; rejects and fee are taken one after the other; of what then remains, as much as one standard deviation is luck and
 * the rest is unexplained. Sums are exact: each part is a difference of two whole amounts.
 */
export function reconcile(input: ReconciliationInput): Reconciliation {
  const { claimedPico, creditedPico, workSeconds, pausedSeconds, expectedSeconds } = input
  const downSeconds = Math.max(0, expectedSeconds - workSeconds - pausedSeconds)
  const perWork = (seconds: number) => (workSeconds >= 1 ? share(claimedPico, seconds / workSeconds) : 0n)
  const faults = perWork(downSeconds)
  const pauses = perWork(Math.max(0, pausedSeconds))
  const rejects = share(claimedPico, clamp(input.rejectedFraction ?? 0))
  const fee = share(claimedPico - rejects, clamp(input.feeFraction))
  const expectedPico = claimedPico - rejects - fee
  const deviationPico = share(expectedPico, Math.max(0, input.luckFraction))
  const rest = expectedPico - creditedPico
  const luck = within(rest, deviationPico)
  const potentialPico = claimedPico + faults + pauses
  const unexplained = rest - luck
  return {
    ...{ potentialPico, claimedPico, expectedPico, creditedPico, deviationPico },
    gapPico: potentialPico - creditedPico,
    parts: [
      { kind: 'faults', pico: faults },
      { kind: 'pauses', pico: pauses },
      { kind: 'rejects', pico: rejects },
      { kind: 'fee', pico: fee },
      { kind: 'luck', pico: luck },
      { kind: 'unexplained', pico: unexplained },
    ],
    ...(deviationPico > 0n ? { deviations: -ratio(rest, deviationPico) } : {}),
    ...(expectedPico > 0n ? { unexplainedFraction: ratio(unexplained, expectedPico) } : {}),
  }
}

/**
 * One standard deviation as a fraction: counts of independent finds scatter by 1 ÷ √n. Shares always do; where whole blocks
 * are shared out (PPLNS) or kept (solo) the blocks do as well.
 */
export function luckDeviation(counts: { shares?: number; blocks?: number }): number {
  const variance = (count: number | undefined) => (count !== undefined && count > 0 ? 1 / count : 0)
  return Math.sqrt(variance(counts.shares) + variance(counts.blocks))
}

function share(amount: bigint, fraction: number): bigint {
  if (!Number.isFinite(fraction)) return 0n
  return (amount * BigInt(Math.round(fraction * PARTS))) / BigInt(PARTS)
}

/** What of an amount lies inside of ±`bound`. */
function within(amount: bigint, bound: bigint): bigint {
  if (amount > bound) return bound
  return amount < -bound ? -bound : amount
}

function clamp(fraction: number): number {
  return Math.min(1, Math.max(0, fraction))
}

function ratio(part: bigint, whole: bigint): number {
  return Number((part * BigInt(PARTS)) / whole) / PARTS
}

import { type CostPart, type ExplainedMoney, type RevenuePart, SOLO } from '#lib/domain/explained-money'

/** What SOLO says in words where revenue would stand. */
export const SOLO_IN_WORDS = 'SOLO mining pays a whole block or nothing: its odds are shown instead of income'

/**
 * `all`: one unknown part makes the sum unknown, for a figure that must be right or not there. `some`: the sum of what is
 * known, with the reason beside it, for spans whose unknown share is shown.
 */
export type SumRule = 'all' | 'some'

/** Adds up parts. Without any revenue part nothing was mined: revenue is 0. SOLO parts are never income. */
export function explained(
  currency: string,
  seconds: number,
  revenueParts: RevenuePart[],
  costParts: CostPart[],
  rule: SumRule,
): ExplainedMoney {
  const earning = revenueParts.filter((part) => part.unknown !== SOLO)
  const soloOnly = revenueParts.length > 0 && earning.length === 0
  const revenue = soloOnly
    ? undefined
    : sum(
        earning.map((part) => part.revenue),
        rule,
      )
  const cost =
    costParts.length === 0
      ? undefined
      : sum(
          costParts.map((part) => part.cost),
          rule,
        )
  const reasons = new Set<string>()
  for (const { unknown } of [...earning, ...costParts]) if (unknown !== undefined) reasons.add(unknown)
  if (soloOnly) reasons.add(SOLO_IN_WORDS)
  return {
    currency,
    seconds,
    revenue,
    cost,
    profit: revenue === undefined || cost === undefined ? undefined : revenue - cost,
    unknown: reasons.size === 0 ? undefined : [...reasons].join('. '),
    revenueParts,
    costParts,
  }
}

/** Several spans as one, such as the hours of a day: equal parts are added up, amounts sum what is known. */
export function sumExplained(currency: string, spans: readonly ExplainedMoney[]): ExplainedMoney {
  const revenueParts = mergeRevenueParts(spans.flatMap((span) => span.revenueParts))
  const costParts = mergeCostParts(spans.flatMap((span) => span.costParts))
  const seconds = spans.reduce((total, span) => total + span.seconds, 0)
  return explained(currency, seconds, revenueParts, costParts, 'some')
}

/** Parts of the same algorithm, coin, payer and fee as one. Rates that differ are left out; the price becomes the mean. */
export function mergeRevenueParts(parts: readonly RevenuePart[]): RevenuePart[] {
  return merged(
    parts,
    (part) =>
      [
        part.algorithm,
        part.coin,
        part.mergedWith,
        part.payer,
        part.scheme,
        part.poolFeePercent,
        part.assumed,
        part.unknown,
      ].join('|'),
    mergeRevenue,
  )
}

/** Parts of the same site, price and kind of power figure as one. */
export function mergeCostParts(parts: readonly CostPart[]): CostPart[] {
  return merged(
    parts,
    (part) =>
      [
        part.kind,
        part.siteName,
        part.pricePerKwh,
        part.tariffLabel,
        part.overheadPercent,
        part.powerSource,
        part.correction?.fromMs,
        part.machine?.model,
        part.unknown,
      ].join('|'),
    mergeCost,
  )
}

function merged<T>(parts: readonly T[], keyOf: (part: T) => string, add: (one: T, other: T) => T): T[] {
  const byKey = new Map<string, T>()
  for (const part of parts) {
    const key = keyOf(part)
    const known = byKey.get(key)
    byKey.set(key, known === undefined ? part : add(known, part))
  }
  return [...byKey.values()]
}

function mergeRevenue(one: RevenuePart, other: RevenuePart): RevenuePart {
  const seconds = one.seconds + other.seconds
  const hashes = plus(one.hashes, other.hashes)
  const coinAmount = plus(one.coinAmount, other.coinAmount)
  const revenue = plus(one.revenue, other.revenue)
  const sums = {
    ...one,
    seconds,
    hashes,
    hashesPerSecond: hashes === undefined || seconds === 0 ? undefined : hashes / seconds,
    coinAmount,
    revenue,
  }
  if (sameRates(one, other)) return sums
  return {
    ...sums,
    ratesVary: true,
    difficulty: undefined,
    rewardPerBlock: undefined,
    hashesPerBlock: undefined,
    coinPerHash: undefined,
    soloOddsPerDay: undefined,
    price: coinAmount && revenue !== undefined ? revenue / coinAmount : undefined,
    networkAtMs: latest(one.networkAtMs, other.networkAtMs),
    rateAtMs: latest(one.rateAtMs, other.rateAtMs),
    priceAtMs: latest(one.priceAtMs, other.priceAtMs),
  }
}

function sameRates(one: RevenuePart, other: RevenuePart): boolean {
  return (
    one.ratesVary !== true &&
    other.ratesVary !== true &&
    one.difficulty === other.difficulty &&
    one.rewardPerBlock === other.rewardPerBlock &&
    one.coinPerHash === other.coinPerHash &&
    one.price === other.price
  )
}

function mergeCost(one: CostPart, other: CostPart): CostPart {
  const seconds = one.seconds + other.seconds
  const energyWattHours = plus(one.energyWattHours, other.energyWattHours)
  return {
    ...one,
    seconds,
    energyWattHours,
    wallWatts: energyWattHours === undefined || seconds === 0 ? undefined : (energyWattHours * 3600) / seconds,
    reportedWatts: one.reportedWatts === other.reportedWatts ? one.reportedWatts : undefined,
    cost: plus(one.cost, other.cost),
  }
}

function sum(amounts: (number | undefined)[], rule: SumRule): number | undefined {
  const known = amounts.filter((amount) => amount !== undefined)
  if (known.length < amounts.length && (rule === 'all' || known.length === 0)) return undefined
  return known.reduce((total, amount) => total + amount, 0)
}

function plus(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined ? other : other === undefined ? one : one + other
}

function latest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined ? other : other === undefined ? one : Math.max(one, other)
}

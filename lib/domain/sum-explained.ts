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
  const soloOnly = revenueParts.length > 0 && revenueParts.every(isSolo)
  const revenue = soloOnly ? undefined : revenueParts.length === 0 ? 0 : sumOfParts(revenueParts, revenueOf, rule)
  const cost = sumOfParts(costParts, costOf, rule)
  return {
    currency,
    seconds,
    revenue,
    cost,
    profit: revenue === undefined || cost === undefined ? undefined : revenue - cost,
    unknown: reasons(revenueParts, costParts, soloOnly),
    revenueParts,
    costParts,
  }
}

function isSolo(part: RevenuePart): boolean {
  return part.unknown === SOLO
}

function revenueOf(part: RevenuePart): number | undefined {
  return part.revenue
}

function costOf(part: CostPart): number | undefined {
  return part.cost
}

function reasons(revenueParts: RevenuePart[], costParts: CostPart[], soloOnly: boolean): string | undefined {
  const found: string[] = []
  for (const part of revenueParts) addReason(found, isSolo(part) ? undefined : part.unknown)
  for (const part of costParts) addReason(found, part.unknown)
  if (soloOnly) found.push(SOLO_IN_WORDS)
  return found.length === 0 ? undefined : found.join('. ')
}

function addReason(found: string[], reason: string | undefined): void {
  if (reason !== undefined && !found.includes(reason)) found.push(reason)
}

/** SOLO parts are passed over; undefined without any part. */
function sumOfParts<T extends { unknown?: string }>(
  parts: readonly T[],
  amountOf: (part: T) => number | undefined,
  rule: SumRule,
): number | undefined {
  let total: number | undefined
  for (const part of parts) {
    if (part.unknown === SOLO) continue
    const amount = amountOf(part)
    if (amount !== undefined) total = (total ?? 0) + amount
    else if (rule === 'all') return undefined
  }
  return total
}

/** Several spans as one, such as the hours of a day: equal parts are added up, amounts sum what is known. */
export function sumExplained(currency: string, spans: readonly ExplainedMoney[]): ExplainedMoney {
  const revenueParts = mergeRevenueParts(spans.flatMap((span) => span.revenueParts))
  const costParts = mergeNamedPrices(spans.flatMap((span) => span.costParts))
  const seconds = spans.reduce((total, span) => total + span.seconds, 0)
  return explained(currency, seconds, revenueParts, costParts, 'some')
}

/** Parts of the same algorithm, coin, payer and fee as one. Rates that differ are left out; the price becomes the mean. */
export function mergeRevenueParts(parts: readonly RevenuePart[]): RevenuePart[] {
  return merged(parts, sameWork, mergeRevenue)
}

/** Parts of the same site, price and kind of power figure as one. */
export function mergeCostParts(parts: readonly CostPart[]): CostPart[] {
  return merged(parts, samePurchase, mergeCost)
}

/** As {@link mergeCostParts}, and dynamic prices as their mean: a day of them would be 96 parts. */
export function mergeNamedPrices(parts: readonly CostPart[]): CostPart[] {
  return merged(parts, samePurchaseOrNamed, (one, other) =>
    one.pricePerKwh === other.pricePerKwh && !one.pricesVary && !other.pricesVary
      ? mergeCost(one, other)
      : meanPrices(one, other),
  )
}

function sameWork(one: RevenuePart, other: RevenuePart): boolean {
  return (
    one.algorithm === other.algorithm &&
    one.coin === other.coin &&
    one.mergedWith === other.mergedWith &&
    one.payer === other.payer &&
    one.pool === other.pool &&
    one.scheme === other.scheme &&
    one.poolFeePercent === other.poolFeePercent &&
    one.assumed === other.assumed &&
    one.unknown === other.unknown
  )
}

function samePurchase(one: CostPart, other: CostPart): boolean {
  return one.pricePerKwh === other.pricePerKwh && one.pricesVary === other.pricesVary && sameTerms(one, other)
}

/** What is not priced (no power known) has no energy to weigh its price with, and stays by price. */
function samePurchaseOrNamed(one: CostPart, other: CostPart): boolean {
  if (one.priceSource === undefined || one.energyWattHours === undefined) return samePurchase(one, other)
  return other.energyWattHours !== undefined && sameTerms(one, other)
}

function sameTerms(one: CostPart, other: CostPart): boolean {
  return (
    one.kind === other.kind &&
    one.siteName === other.siteName &&
    one.priceSource === other.priceSource &&
    one.leviesPerKwh === other.leviesPerKwh &&
    one.taxPercent === other.taxPercent &&
    one.tariffLabel === other.tariffLabel &&
    one.overheadPercent === other.overheadPercent &&
    one.powerSource === other.powerSource &&
    one.correction?.fromMs === other.correction?.fromMs &&
    one.machine?.model === other.machine?.model &&
    one.unknown === other.unknown
  )
}

/** Few different parts stand among many: a short list is searched faster than keys are made. */
function merged<T>(parts: readonly T[], isSame: (one: T, other: T) => boolean, add: (one: T, other: T) => T): T[] {
  const sums: T[] = []
  for (const part of parts) {
    const at = sums.findIndex((sum) => isSame(sum, part))
    const known = sums[at]
    if (known === undefined) sums.push(part)
    else sums[at] = add(known, part)
  }
  return sums
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
    feesIncluded: one.feesIncluded === true || other.feesIncluded === true ? true : undefined,
  }
  if (sameRates(one, other)) return sums
  return {
    ...sums,
    ratesVary: true,
    difficulty: undefined,
    rewardPerBlock: undefined,
    paidPerBlock: undefined,
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
    one.paidPerBlock === other.paidPerBlock &&
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

/** Prices weighed by energy, so that energy × price stays the cost. */
function meanPrices(one: CostPart, other: CostPart): CostPart {
  const sums = mergeCost(one, other)
  const energy = sums.energyWattHours ?? 0
  const mean = (price: 'pricePerKwh' | 'basePricePerKwh') => {
    const [first, second] = [one[price], other[price]]
    if (first === undefined || second === undefined || energy === 0) return undefined
    return (first * (one.energyWattHours ?? 0) + second * (other.energyWattHours ?? 0)) / energy
  }
  return { ...sums, pricePerKwh: mean('pricePerKwh'), basePricePerKwh: mean('basePricePerKwh'), pricesVary: true }
}

function plus(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined ? other : other === undefined ? one : one + other
}

function latest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined ? other : other === undefined ? one : Math.max(one, other)
}

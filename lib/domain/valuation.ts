import { assumedAssignment } from '#lib/domain/coins'
import { speaksAt } from '#lib/domain/dated'
import type { EnergyPrices } from '#lib/domain/energy-prices'
import {
  type Assignment,
  type CostPart,
  type ExplainedMoney,
  type Rates,
  type RevenuePart,
  SOLO,
} from '#lib/domain/explained-money'
import { revenueParts } from '#lib/domain/revenue'
import { type RigHour, sumOf } from '#lib/domain/rollup'
import {
  energyPart,
  fixedPart,
  type Place,
  type PowerOrigin,
  unpoweredPart,
  unpricedPart,
} from '#lib/domain/running-cost'
import { explained, mergeCostParts, mergeNamedPrices, mergeRevenueParts } from '#lib/domain/sum-explained'
import { pricesOfNextDay, pricesOfQuarter, type Tariff } from '#lib/domain/tariff'
import { DAY_MS, QUARTER_MS, SECONDS_PER_DAY } from '#lib/domain/units'
import type { WallPower } from '#lib/domain/wall-power'

export type { Assignment, ExplainedMoney, Rates } from '#lib/domain/explained-money'
export type { Place, PowerOrigin } from '#lib/domain/running-cost'
export { sumExplained } from '#lib/domain/sum-explained'

export type DayInputs = {
  work: readonly { algorithm: string; hashesPerSecond?: number }[]
  wallPower?: WallPower
  /** Of the rig, dated, ascending within each algorithm. Without one, the likely coin is assumed. */
  assignments: readonly Assignment[]
  rates: Rates
  tariff?: Tariff
  /** What somebody named for a dynamic tariff. */
  energyPrices?: EnergyPrices
  timeZone: string
  siteName?: string
  nowMs: number
  /** The rig's share (0 to 1) of its site's fixed cost; 0 when absent, for those who add it per site. */
  fixedShare?: number
}

/**
 * A day of a rig as it runs now: its work, power and rates held for 24 hours, the tariff followed through the coming 24.
 * One unknown part makes revenue or cost unknown.
 */
export function explainDay(inputs: DayInputs): ExplainedMoney {
  const { work, rates, nowMs } = inputs
  const parts: RevenuePart[] = []
  for (const { algorithm, hashesPerSecond } of work) {
    const hashes = hashesPerSecond === undefined ? undefined : hashesPerSecond * SECONDS_PER_DAY
    const assignment = assignmentAt(inputs.assignments, algorithm, nowMs)
    parts.push(...revenueParts({ algorithm, seconds: SECONDS_PER_DAY, hashes }, assignment, rates))
  }
  return explained(rates.currency, SECONDS_PER_DAY, parts, costsOfDay(inputs), 'all')
}

function costsOfDay(inputs: DayInputs): CostPart[] {
  const { wallPower, tariff, energyPrices, timeZone, siteName, nowMs, fixedShare = 0 } = inputs
  const place = { fromMs: nowMs, siteName, timeZone, tariff, energyPrices }
  if (!tariff) {
    return [wallPower ? unpricedPart(place, SECONDS_PER_DAY, wallPower) : unpoweredPart(place, SECONDS_PER_DAY)]
  }
  const spans = pricesOfNextDay(tariff, timeZone, nowMs, energyPrices)
  const unpriced = SECONDS_PER_DAY - spans.reduce((total, { seconds }) => total + seconds, 0)
  if (!wallPower) {
    const parts = spans.map((span) => unpoweredPart(place, span.seconds, span))
    return unpriced > 0 ? [...parts, unpoweredPart(place, unpriced)] : parts
  }
  const parts = spans.map((span) => {
    const energy = { wattHours: (wallPower.watts * span.seconds) / 3600, seconds: span.seconds }
    return energyPart(energy, { ...place, tariff }, span, wallPower)
  })
  if (unpriced > 0) parts.push(unpricedPart(place, unpriced, wallPower))
  const fixed = fixedPart(place, fixedShare, nowMs, nowMs + DAY_MS)
  if (fixed) parts.push(fixed)
  return tariff.dynamic ? mergeNamedPrices(parts) : parts
}

export type HourSettings = {
  /** Of the rig, dated, ascending within each algorithm. */
  assignments: readonly Assignment[]
  /** As known for that hour. */
  rates: Rates
  /** Site and tariff over time, ascending. */
  places: readonly Place[]
  /** How the hour's watts were come by, where that is known. */
  power?: Partial<PowerOrigin>
  fixedShare?: number
}

export type QuarterValue = {
  /** Sum of what could be valued; absent when there was work and none of it could, or nothing was seen. */
  revenue?: number
  cost?: number
  /** Expected, net of fees; also where no price is known. */
  coins: { coin: string; algorithm: string; amount: number }[]
  /** Seconds of work by algorithm, and those of them that no rate was known for. SOLO work is in neither. */
  workSeconds: number
  unvaluedSeconds: number
  /** Seconds seen without known power. */
  unpoweredSeconds: number
  /** Seconds with known power and without a price of a kWh. */
  uncostedSeconds: number
  /** What the amounts were made of. */
  revenueParts: readonly RevenuePart[]
  costParts: readonly CostPart[]
}

/** An hour of history at its own rates and tariff, by quarter-hour and as one explanation of what is known. */
export function valueHour(
  hour: RigHour,
  settings: HourSettings,
): { quarters: [QuarterValue, QuarterValue, QuarterValue, QuarterValue]; explained: ExplainedMoney } {
  const revenue: RevenuePart[] = []
  const costs: CostPart[] = []
  const quarter = (index: 0 | 1 | 2 | 3): QuarterValue => {
    const parts = revenueOfQuarter(hour, index, settings)
    const costParts = costsOfQuarter(hour, index, settings)
    revenue.push(...parts)
    costs.push(...costParts)
    return quarterValue(parts, costParts, hour.seconds[index], hour.poweredSeconds[index], settings.rates.currency)
  }
  const quarters: [QuarterValue, QuarterValue, QuarterValue, QuarterValue] = [
    quarter(0),
    quarter(1),
    quarter(2),
    quarter(3),
  ]
  return {
    quarters,
    // Merging the parts costs more than valuing them, and the fleet series never asks for it.
    get explained() {
      const { currency } = settings.rates
      const seconds = sumOf(hour.seconds)
      const money = explained(currency, seconds, mergeRevenueParts(revenue), mergeCostParts(costs), 'some')
      return seconds === 0 ? { ...money, revenue: undefined } : money
    },
  }
}

function revenueOfQuarter(hour: RigHour, index: 0 | 1 | 2 | 3, { assignments, rates }: HourSettings): RevenuePart[] {
  const seen = hour.seconds[index]
  if (seen === 0) return []
  const quarterMs = hour.hourMs + index * QUARTER_MS
  const seenInHour = sumOf(hour.seconds)
  const untold = hour.hashingSeconds > 0 && hour.work.every((work) => work.seconds === 0)
  const parts: RevenuePart[] = []
  for (const { algorithm, hashes, seconds } of hour.work) {
    // An algorithm listed without a rate did work of unknown size, unless another's rate accounts for the hashing.
    if (seconds === 0 && !untold) continue
    const span = untold
      ? { algorithm, seconds: seen }
      : { algorithm, seconds: (seconds * seen) / seenInHour, hashes: hashes[index] }
    parts.push(...revenueParts(span, assignmentAt(assignments, algorithm, quarterMs), rates))
  }
  return parts
}

function costsOfQuarter(hour: RigHour, index: 0 | 1 | 2 | 3, settings: HourSettings): CostPart[] {
  const quarterMs = hour.hourMs + index * QUARTER_MS
  const place = speaksAt(settings.places, quarterMs)
  const parts: CostPart[] = []
  const powered = hour.poweredSeconds[index]
  const { power, fixedShare = 0 } = settings
  const unpowered = hour.seconds[index] - powered
  const spans =
    place?.tariff && (powered > 0 || unpowered > 0)
      ? pricesOfQuarter(place.tariff, place.timeZone, quarterMs, place.energyPrices)
      : []
  let priced = 0
  for (const span of spans) {
    const share = (span.seconds * 1000) / QUARTER_MS
    priced += share
    if (powered > 0 && place?.tariff) {
      const energy = { wattHours: hour.energyWattHours[index] * share, seconds: powered * share }
      parts.push(energyPart(energy, { ...place, tariff: place.tariff }, span, power))
    }
    if (unpowered > 0) parts.push(unpoweredPart(place, unpowered * share, span))
  }
  // Windows are cut by the minute, so that fifteenths add up to 1 but for the last bit.
  if (priced < 0.99) {
    if (powered > 0) parts.push(unpricedPart(place, powered * (1 - priced), power))
    if (unpowered > 0) parts.push(unpoweredPart(place, unpowered * (1 - priced)))
  }
  const fixed = place && fixedPart(place, fixedShare, quarterMs, quarterMs + QUARTER_MS)
  if (fixed) parts.push(fixed)
  return parts
}

function quarterValue(
  parts: RevenuePart[],
  costParts: CostPart[],
  seenSeconds: number,
  poweredSeconds: number,
  currency: string,
): QuarterValue {
  const value: QuarterValue = {
    coins: [],
    workSeconds: 0,
    unvaluedSeconds: 0,
    unpoweredSeconds: seenSeconds - poweredSeconds,
    uncostedSeconds: uncostedSeconds(costParts, seenSeconds - poweredSeconds),
    revenueParts: parts,
    costParts,
  }
  for (const part of parts) {
    const { coin, algorithm, coinAmount, revenue } = part
    if (coin !== undefined && coinAmount !== undefined) value.coins.push({ coin, algorithm, amount: coinAmount })
    if (part.unknown === SOLO || part.mergedWith !== undefined) continue
    value.workSeconds += part.seconds
    if (revenue === undefined) value.unvaluedSeconds += part.seconds
  }
  const { revenue, cost } = explained(currency, seenSeconds, parts, costParts, 'some')
  if (seenSeconds > 0 && revenue !== undefined) value.revenue = revenue
  if (cost !== undefined) value.cost = cost
  return value
}

/** Parts without an amount are those without power, which are told apart, and those without a price. */
function uncostedSeconds(costParts: readonly CostPart[], unpoweredSeconds: number): number {
  let unknown = 0
  for (const { cost, seconds } of costParts) if (cost === undefined) unknown += seconds
  return Math.max(0, unknown - unpoweredSeconds)
}

/** The assignment that holds for an algorithm at a moment; without any, the assumption. */
export function assignmentAt(
  assignments: readonly Assignment[],
  algorithm: string,
  atMs: number,
): Assignment | undefined {
  let first: Assignment | undefined
  let speaking: Assignment | undefined
  for (const assignment of assignments) {
    if (assignment.algorithm !== algorithm) continue
    first ??= assignment
    if (assignment.fromMs <= atMs) speaking = assignment
  }
  return speaking ?? first ?? assumedAssignment(algorithm)
}

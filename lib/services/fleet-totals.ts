import { POWER_TRUST } from '#lib/domain/power-trust'
import { breakEvenPerKwh } from '#lib/domain/ratios'
import type { AlgorithmTotal, FleetTotals, MoneyPerDay, RigRow } from '#lib/wire/dashboard-events'
import type { ClosedHours } from './closed-hours.ts'
import { type ContractSums, NO_CONTRACTS } from './contracts/live-contracts.ts'
import { DowntimeSum } from './downtime-today.ts'
import type { SeenRig } from './rig-row.ts'

type AlgorithmSums = AlgorithmTotal & { expected: number; poweredHashes: number; watts: number; revenue?: number }

/**
 * The fleet in sums. Only what is online is counted; only active rigs are expected. Hash rates are summed by algorithm,
 * never across. Sums hold what is known, and say beside it what is not. Of a rig seen before an hour was closed, that
 * hour is left out: `closed` has it. Contracts are in the money alone, never among rigs, hash rates, power or availability.
 */
export function sumFleet(
  rigs: Iterable<SeenRig>,
  closed: ClosedHours,
  open: { fromMs: number; toMs: number },
  fixed: { perDay: number; sinceClosed: number },
  contracts: ContractSums = NO_CONTRACTS,
): FleetTotals {
  const algorithms = new Map<string, AlgorithmSums>()
  const states: FleetTotals['states'] = {}
  const money = { revenue: new Sum(), cost: new Sum(), today: new Sum(), todayCost: new Sum() }
  const downtime = new DowntimeSum(open.toMs)
  let expectedRigs = 0
  let runningRigs = 0
  let powerWatts = 0
  const powerWattsBy = { measured: 0, told: 0, estimated: 0 }
  let unknownPowerRigs = 0
  let notAtTheWallRigs = 0
  let unknownRevenueRigs = 0
  let breakEvenRevenue = 0
  let siteWattHoursPerDay = 0
  let hashingSeconds = closed.hashingSeconds
  let pausedSeconds = closed.pausedSeconds
  let expectedSeconds = closed.expectedSeconds
  for (const { row, online, active, openHours, expectedSinceMs, expected, overheadPercent, downtime: down } of rigs) {
    if (down) downtime.add(down)
    if (active) {
      expectedRigs += 1
      states[row.state] = (states[row.state] ?? 0) + 1
      if (row.state === 'hashing' || row.state === 'warming') runningRigs += 1
      expectedSeconds += Math.max(0, open.toMs - Math.max(open.fromMs, expectedSinceMs)) / 1000
      for (const one of expected) sumsOf(algorithms, one.algorithm).expected += one.hashesPerSecond
    }
    for (const hour of openHours) {
      if (hour.hourMs < open.fromMs) continue
      money.today.add(hour.money?.revenue)
      money.todayCost.add(hour.money?.cost)
      if (!active) continue
      hashingSeconds += hour.hashingSeconds
      pausedSeconds += hour.pausedSeconds
    }
    if (!online) continue
    addWork(algorithms, row)
    money.revenue.add(row.perDay.revenue)
    money.cost.add(row.perDay.cost)
    if (row.perDay.revenue === undefined && row.work.length > 0) unknownRevenueRigs += 1
    if (row.powerWatts === undefined) {
      unknownPowerRigs += 1
      continue
    }
    powerWatts += row.powerWatts
    powerWattsBy[POWER_TRUST[row.powerSource ?? 'estimated']] += row.powerWatts
    if (!row.powerAtTheWall) notAtTheWallRigs += 1
    if (row.perDay.revenue === undefined) continue
    breakEvenRevenue += row.perDay.revenue
    siteWattHoursPerDay += row.powerWatts * 24 * (1 + overheadPercent / 100)
  }
  for (const { algorithm, hashesPerSecond } of contracts.running) {
    const sums = sumsOf(algorithms, algorithm)
    const { rented = { hashesPerSecond: 0, contracts: 0 } } = sums
    const count = rented.contracts + 1
    sums.rented = { hashesPerSecond: rented.hashesPerSecond + hashesPerSecond, contracts: count }
  }
  const unknown = inWords([unknownIn(unknownRevenueRigs, unknownPowerRigs), contracts.perDay.unknown])
  return {
    expectedRigs,
    runningRigs,
    states,
    algorithms: [...algorithms.values()].map(totalOf).sort((one, other) => (one.algorithm < other.algorithm ? -1 : 1)),
    powerWatts,
    powerWattsBy,
    unknownPowerRigs,
    notAtTheWallRigs,
    perDay: moneyPerDay(
      plus(money.revenue.value, contracts.perDay.revenue),
      plus(plus(money.cost.value, fixed.perDay || undefined), contracts.perDay.cost),
      unknown,
    ),
    today: moneyPerDay(
      plus(plus(closed.today.revenue, money.today.value), contracts.today.revenue),
      plus(plus(plus(closed.today.cost, money.todayCost.value), fixed.sinceClosed || undefined), contracts.today.cost),
      inWords([closed.today.unknown ?? unknown, contracts.today.unknown]),
    ),
    yesterdayByNow: withYesterday(closed.yesterdayByNow, contracts.yesterdayByNow),
    downtimeToday: downtime.total(),
    availability24h: availability(hashingSeconds, expectedSeconds - pausedSeconds),
    breakEvenPerKwh: breakEvenPerKwh({
      revenue: siteWattHoursPerDay > 0 ? breakEvenRevenue : undefined,
      energyWattHours: siteWattHoursPerDay,
      fixedCost: fixed.perDay,
    }),
    ...(contracts.running.length > 0 ? { contracts: contracts.running.length } : {}),
  }
}

function withYesterday(rigs: MoneyPerDay, contracts: MoneyPerDay): MoneyPerDay {
  const revenue = plus(rigs.revenue, contracts.revenue)
  return moneyPerDay(revenue, plus(rigs.cost, contracts.cost), inWords([rigs.unknown, contracts.unknown]))
}

function inWords(reasons: (string | undefined)[]): string | undefined {
  const known = [...new Set(reasons)].filter((reason) => reason !== undefined)
  return known.length > 0 ? known.join('. ') : undefined
}

class Sum {
  value: number | undefined
  add(amount: number | undefined): void {
    this.value = plus(this.value, amount)
  }
}

function addWork(algorithms: Map<string, AlgorithmSums>, row: RigRow): void {
  for (const [index, work] of row.work.entries()) {
    const sums = sumsOf(algorithms, work.algorithm)
    sums.rigs += 1
    sums.hashesPerSecond += work.hashesPerSecond ?? 0
    sums.revenue = plus(sums.revenue, work.revenuePerDay)
    // In dual mining the power stands with the first algorithm, as it does in the rig's row.
    if (index > 0 || row.powerWatts === undefined || !work.hashesPerSecond) continue
    sums.poweredHashes += work.hashesPerSecond
    sums.watts += row.powerWatts
  }
}

function sumsOf(algorithms: Map<string, AlgorithmSums>, algorithm: string): AlgorithmSums {
  const known = algorithms.get(algorithm)
  if (known) return known
  const added = { algorithm, hashesPerSecond: 0, rigs: 0, expected: 0, poweredHashes: 0, watts: 0 }
  algorithms.set(algorithm, added)
  return added
}

function totalOf({
  algorithm,
  hashesPerSecond,
  rigs,
  expected,
  poweredHashes,
  watts,
  revenue,
  rented,
}: AlgorithmSums): AlgorithmTotal {
  return {
    algorithm,
    hashesPerSecond,
    expectedHashesPerSecond: expected > 0 ? expected : undefined,
    joulesPerHash: poweredHashes > 0 ? watts / poweredHashes : undefined,
    revenuePerDay: revenue,
    rigs,
    ...(rented ? { rented } : {}),
  }
}

/** Seconds hashing ÷ seconds expected, chosen pauses left out; undefined where nothing was expected. */
function availability(hashingSeconds: number, expectedSeconds: number): number | undefined {
  return expectedSeconds > 0 ? Math.min(1, Math.max(0, hashingSeconds / expectedSeconds)) : undefined
}

function unknownIn(unknownRevenueRigs: number, unknownPowerRigs: number): string | undefined {
  const reasons = [
    unknownRevenueRigs > 0 ? `What ${rigs(unknownRevenueRigs)} earn is not known` : undefined,
    unknownPowerRigs > 0 ? `What ${rigs(unknownPowerRigs)} draw is not known` : undefined,
  ].filter((reason) => reason !== undefined)
  return reasons.length > 0 ? `${reasons.join('. ')}: they are left out` : undefined
}

function rigs(count: number): string {
  return count === 1 ? '1 rig' : `${count} rigs`
}

function moneyPerDay(revenue: number | undefined, cost: number | undefined, unknown: string | undefined): MoneyPerDay {
  const profit = revenue === undefined || cost === undefined ? undefined : revenue - cost
  return { revenue, cost, profit, unknown }
}

function plus(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined ? other : other === undefined ? one : one + other
}

/**
 * Difficulty is retargeted every 2016 blocks of 600 s for BTC: a period is 14 days. The same period is assumed for other
 * coins, most of which follow their hash rate block by block.
 */
export const GROWTH_PERIOD_DAYS = 14

/** Further ahead nothing can be said: what has not paid back until then never does. */
export const FURTHEST_DAYS = 50 * 365

const PERIODS_PER_YEAR = 365 / GROWTH_PERIOD_DAYS

/** What is taken for granted about the future, as shares: 0.03 is 3 %. Both are more than −1. */
export type Assumption = { difficultyGrowthPerPeriod: number; priceDriftPerYear: number }

/** What a day like now brings and costs, in one currency. */
export type DayNow = { revenuePerDay: number; costPerDay: number }

/** Days until it has paid back; Infinity is never. */
export type PaybackRange = { soonest: number; latest: number; steady: number }

/** From here on nothing changes: the middle against which the range is read. */
export const STEADY: Assumption = { difficultyGrowthPerPeriod: 0, priceDriftPerYear: 0 }

/** What is assumed where nobody says otherwise. */
export const USUAL_GROWTHS = [-0.02, 0, 0.03, 0.06] as const
export const USUAL_DRIFTS = [-0.2, 0, 0.2] as const

/** All pairs of a growth and a drift. */
export function assumptionsOf(growths: readonly number[], drifts: readonly number[]): Assumption[] {
  return growths.flatMap((difficultyGrowthPerPeriod) =>
    drifts.map((priceDriftPerYear) => ({ difficultyGrowthPerPeriod, priceDriftPerYear })),
  )
}

/** What revenue is multiplied by from one period to the next: (1 + p) ÷ (1 + g), p being the drift of one period. */
export function revenueFactor({ difficultyGrowthPerPeriod, priceDriftPerYear }: Assumption): number {
  return (1 + priceDriftPerYear) ** (1 / PERIODS_PER_YEAR) / (1 + difficultyGrowthPerPeriod)
}

/**
 * Something that earns, and for how long: `endsAfterDays` tells after how many days from now it ends under an assumption,
 * undefined where it goes on; without it, it goes on in any case.
 */
export type Earner = DayNow & { endsAfterDays?: (assumption: Assumption) => number | undefined }

/**
 * Days until cumulative profit reaches `remaining`, with the profit of a day in period k = revenue × factor^k − cost;
 * 0 when nothing remains, Infinity when it never does, or not within {@link FURTHEST_DAYS}. What ended earns and costs
 * nothing any more.
 */
export function daysToPayBack(remaining: number, now: DayNow | readonly Earner[], assumption: Assumption): number {
  if (remaining <= 0) return 0
  const rises = revenueFactor(assumption) > 1
  let profit = 0
  for (const { fromDay, toDay, perDay, isLast } of stretches(now, assumption, FURTHEST_DAYS)) {
    if (perDay <= 0 && isLast && !rises) return Number.POSITIVE_INFINITY
    if (perDay > 0 && profit + perDay * (toDay - fromDay) >= remaining) return fromDay + (remaining - profit) / perDay
    profit += perDay * (toDay - fromDay)
  }
  return Number.POSITIVE_INFINITY
}

/** Profit of the days from now until `days` on, by the same rule. It runs on through days that lose money. */
export function profitAfter(days: number, now: DayNow | readonly Earner[], assumption: Assumption): number {
  let profit = 0
  for (const { fromDay, toDay, perDay } of stretches(now, assumption, days)) profit += perDay * (toDay - fromDay)
  return profit
}

type Stretch = { fromDay: number; toDay: number; perDay: number; isLast: boolean }

/** Days of the same profit on end: periods, cut where something ends. `isLast`: nothing ends after it. */
function* stretches(now: DayNow | readonly Earner[], assumption: Assumption, untilDay: number): Generator<Stretch> {
  const factor = revenueFactor(assumption)
  const earners: readonly Earner[] = 'revenuePerDay' in now ? [now] : now
  const all = earners.map(({ revenuePerDay, costPerDay, endsAfterDays }) => {
    return { revenuePerDay, costPerDay, endDay: endsAfterDays?.(assumption) ?? Number.POSITIVE_INFINITY }
  })
  let scale = 1
  for (let periodDay = 0; periodDay < untilDay; periodDay += GROWTH_PERIOD_DAYS) {
    const periodEnd = Math.min(periodDay + GROWTH_PERIOD_DAYS, untilDay)
    for (let fromDay = periodDay; fromDay < periodEnd; ) {
      const running = all.filter(({ endDay }) => endDay > fromDay)
      const toDay = running.reduce((first, { endDay }) => Math.min(first, endDay), periodEnd)
      const perDay = running.reduce((sum, one) => sum + one.revenuePerDay * scale - one.costPerDay, 0)
      yield { fromDay, toDay, perDay, isLast: running.every(({ endDay }) => endDay === Number.POSITIVE_INFINITY) }
      fromDay = toDay
    }
    scale *= factor
  }
}

/** The soonest and the latest payback under any of the assumptions, and that of a world that stays as it is. */
export function paybackRange(
  remaining: number,
  now: DayNow | readonly Earner[],
  assumptions: readonly Assumption[],
): PaybackRange {
  const days = assumptions.map((assumption) => daysToPayBack(remaining, now, assumption))
  const steady = daysToPayBack(remaining, now, STEADY)
  return days.length === 0
    ? { soonest: steady, latest: steady, steady }
    : { soonest: Math.min(...days), latest: Math.max(...days), steady }
}

/** Return on a price after some days: (profit + resale − price) ÷ price; undefined where the price is 0. */
export function returnAfter(
  days: number,
  of: DayNow & { pricePaid: number; resale: number },
  assumption: Assumption,
): number | undefined {
  if (of.pricePaid <= 0) return undefined
  return (profitAfter(days, of, assumption) + of.resale - of.pricePaid) / of.pricePaid
}

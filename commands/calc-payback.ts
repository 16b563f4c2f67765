import {
  type Assumption,
  assumptionsOf,
  daysToPayBack,
  GROWTH_PERIOD_DAYS,
  paybackRange,
  returnAfter,
  USUAL_DRIFTS,
  USUAL_GROWTHS,
} from '#lib/domain/payback'
import { CommandProblem } from './command-problem.ts'
import { print } from './with-database.ts'

/** What a person gives, as written; shares in percent. */
export type PaybackOptions = {
  pricePaid?: string
  resale?: string
  revenuePerDay?: string
  costPerDay?: string
  difficultyGrowth?: string
  priceDrift?: string
}

/** Prints one JSON object: nothing else reads a payback but programs and people who want every figure. */
export function run(options: PaybackOptions): void {
  const result = calculatePayback(options)
  if (!result.ok) throw new CommandProblem(result.reason)
  print(JSON.stringify(result.payback, null, 2))
}

/** When hardware pays back, and its return after years, by the formulas of the domain. Null days are never. */
export function calculatePayback(options: PaybackOptions) {
  const given = {
    '--price-paid': numberOf(options.pricePaid),
    '--revenue-per-day': numberOf(options.revenuePerDay),
    '--cost-per-day': numberOf(options.costPerDay),
  }
  const further = {
    '--resale': numberOf(options.resale ?? '0'),
    '--difficulty-growth': numberOf(options.difficultyGrowth ?? '0'),
    '--price-drift': numberOf(options.priceDrift ?? '0'),
  }
  const missing = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [name] : []))
  if (missing.length > 0) return { ok: false as const, reason: `not given: ${missing.join(', ')}` }
  const wrong = Object.entries({ ...given, ...further }).flatMap(([name, value]) => (Number.isNaN(value) ? [name] : []))
  if (wrong.length > 0) {
    return { ok: false as const, reason: `not understood: ${wrong.join(', ')} (write a number, such as 1999.5 or -2)` }
  }
  const pricePaid = given['--price-paid'] ?? 0
  const resale = further['--resale'] ?? 0
  const now = { revenuePerDay: given['--revenue-per-day'] ?? 0, costPerDay: given['--cost-per-day'] ?? 0 }
  const growthPercent = further['--difficulty-growth'] ?? 0
  const driftPercent = further['--price-drift'] ?? 0
  const below = [
    ...(pricePaid <= 0 ? ['--price-paid must be more than 0'] : []),
    ...(resale < 0 ? ['--resale cannot be less than 0'] : []),
    ...(now.revenuePerDay < 0 ? ['--revenue-per-day cannot be less than 0'] : []),
    ...(growthPercent <= -100 ? ['--difficulty-growth must be more than -100 percent'] : []),
    ...(driftPercent <= -100 ? ['--price-drift must be more than -100 percent'] : []),
  ]
  if (below.length > 0) return { ok: false as const, reason: below.join('; ') }
  const assumption: Assumption = {
    difficultyGrowthPerPeriod: growthPercent / 100,
    priceDriftPerYear: driftPercent / 100,
  }
  const days = (value: number) => (Number.isFinite(value) ? value : null)
  const roiAfter = (years: number) => returnAfter(years * 365, { ...now, pricePaid, resale }, assumption)
  const range = paybackRange(pricePaid - resale, now, assumptionsOf(USUAL_GROWTHS, USUAL_DRIFTS))
  return {
    ok: true as const,
    payback: {
      daysToPayBack: days(daysToPayBack(pricePaid - resale, now, assumption)),
      ...{ roiAfterYear1: roiAfter(1), roiAfterYear2: roiAfter(2), roiAfterYear3: roiAfter(3) },
      profitPerDayNow: now.revenuePerDay - now.costPerDay,
      range: {
        soonestDays: days(range.soonest),
        latestDays: days(range.latest),
        difficultyGrowthPercents: USUAL_GROWTHS.map((share) => share * 100),
        priceDriftPercents: USUAL_DRIFTS.map((share) => share * 100),
      },
      assumptions: {
        difficultyGrowthPercentPerPeriod: growthPercent,
        periodDays: GROWTH_PERIOD_DAYS,
        priceDriftPercentPerYear: driftPercent,
        costPerDay: 'stays as it is',
        resale: 'is had in the end, whenever that is',
      },
    },
  }
}

// Undefined: not given. NaN: there was a text, and it is no number.
function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const plain = text.trim()
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) && Number.isFinite(Number(plain))
    ? Number(plain)
    : Number.NaN
}

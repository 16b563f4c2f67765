import type { InvestmentKind } from '#lib/domain/investment'

/** What is taken for granted of the future and of hardware nobody says more of. */
export type InvestmentAssumptions = {
  /** Shares by which difficulty grows each 14 days, and by which prices change over a year. */
  growths: number[]
  drifts: number[]
  writeOffMonths: number
}

/** Days until earned back; null is never. */
export type Payback = { soonest: number | null; latest: number | null; steady: number | null }

/** When what is rented ends: about `atMs` if all stays as it is, with so much of the outlay back by then (0.62 is 62 %). */
export type Ending = { atMs: number; isPast: boolean; returned?: number }

/** The same money in a coin, bought the days it was paid, against what the hardware brought of it. */
export type CoinInstead = { coin: string; boughtCoins: number; minedCoins: number; price: number }

/** How hardware fares: a rig's, a site's or all of it. In the installation's currency; unknown is absent with its reason. */
export type InvestmentRow = {
  /** `rig:7`, `site:2` or `all`. */
  subject: string
  name: string
  siteName?: string
  spent?: number
  resold?: number
  /** Spent less resold. */
  outlay?: number
  outlayUnknown?: string
  /** What it stands in the books for. */
  held?: number
  /** Revenue less cost of all closed hours. */
  earned?: number
  earnedUnknown?: string
  perDay?: { revenue: number; cost: number; profit: number }
  perDayUnknown?: string
  payback?: Payback
  /** Of one contract whose end is foreseen. */
  ending?: Ending
  /** (profit + resales + book value − spent) ÷ spent. */
  returnSoFar?: number
  instead?: CoinInstead
  insteadUnknown?: string
  /** What is not in the figures, in words. */
  notes: string[]
}

export type InvestmentEntryRow = {
  /** Absent for the purchase told among the words of its rig. */
  id?: number
  subject: string
  subjectName: string
  kind: InvestmentKind
  amount: number
  currency: string
  /** The day where the hardware stands: `2026-11-22`. */
  date: string
  writeOffMonths?: number
  residual?: number
  note?: string
}

/** Money over time of one row: points of what was paid and earned until then, and what may come. */
export type InvestmentCourse = {
  outlay: { atMs: number; amount: number }[]
  earned: { atMs: number; amount: number }[]
  ahead: { atMs: number; low: number; steady: number; high: number }[]
}

export type InvestmentOverview = {
  currency: string
  nowMs: number
  timeZone: string
  assumptions: InvestmentAssumptions
  all: InvestmentRow
  sites: InvestmentRow[]
  rigs: InvestmentRow[]
  /** Of the row that was asked for. */
  shown: InvestmentRow
  course: InvestmentCourse
  entries: InvestmentEntryRow[]
}

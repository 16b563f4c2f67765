import type { BarLength } from '#lib/domain/ledger/bars'

/** Bars of money over calendar periods, in the sites' own time zones. */
export type EarningsPeriod = 'day' | 'month' | 'year'

/** What amounts can be told apart by; `kind` is own rigs against rented hash power. */
export const GROUPINGS = ['site', 'rig', 'tag', 'coin', 'payer', 'kind'] as const
export type EarningsGrouping = (typeof GROUPINGS)[number]

/** One part of everything: a site, a rig, the rigs of a tag, … */
export type EarningsPart = { by: EarningsGrouping; key: string }

export type Earnings = {
  currency: string
  period: EarningsPeriod
  rows: EarningsRow[]
}

/** Amounts of a span or a part; absent is not known. Energy and cost belong to no coin and no payer. */
export type EarningsAmounts = {
  revenue?: number
  cost?: number
  profit?: number
  /** What of revenue and cost is of rented hash power, which uses no energy of one's own; absent where nothing is. */
  rented?: { revenue: number; cost: number }
  energyWattHours?: number
  /** Coin amounts expected from the formula, net of fees. */
  coins: { coin: string; amount: number }[]
  /** Share of the period's work (0 to 1) that no rate was known for, and of its running time without known power. */
  unvaluedShare: number
  unknownPowerShare: number
  /** Hours, of all rigs and contracts together, with known power and without a known cost. */
  unknownCostHours: number
}

export type EarningsRow = EarningsAmounts & {
  /** `2026-11-22`, `2026-W47`, `2026-11` or `2026`. */
  label: string
  fromMs: number
  toMs: number
  /** The period has not ended. */
  open: boolean
}

/** A part of the whole span. `href` leads to its own page, where it has one. */
export type EarningsGroup = EarningsAmounts & { key: string; name: string; href?: string }

/** Earnings of a span of dates, both included, as bars, as one sum and by parts. */
export type EarningsReport = {
  currency: string
  period: BarLength
  rows: EarningsRow[]
  fromDate: string
  toDate: string
  total: EarningsAmounts
  by: EarningsGrouping
  groups: EarningsGroup[]
}

/** Bars of money over calendar periods, in the sites' own time zones. */
export type EarningsPeriod = 'day' | 'month' | 'year'

export type Earnings = {
  currency: string
  period: EarningsPeriod
  rows: EarningsRow[]
}

export type EarningsRow = {
  /** `2026-11-22`, `2026-11` or `2026`. */
  label: string
  fromMs: number
  toMs: number
  revenue?: number
  cost?: number
  profit?: number
  energyWattHours?: number
  /** Coin amounts expected from the formula, net of fees. */
  coins: { coin: string; amount: number }[]
  /** Share of the period's work (0 to 1) that no rate was known for, and of its running time without known power. */
  unvaluedShare: number
  unknownPowerShare: number
  /** The period has not ended. */
  open: boolean
}

/** What a kWh costs at a site, in the installation's currency, and what is added to it. What is absent does not apply. */
export type Tariff = PriceTable & {
  /** Standing charge, rent and the like of the site, per calendar month. */
  fixedPerMonth: number
  /** Energy of the site beside the rigs (cooling, losses), in percent of theirs. Does not apply where a meter speaks. */
  overheadPercent: number
  /** `meter`: what the site's meter counts beside the rigs is charged, and no percentage. */
  siteEnergy?: 'percent' | 'meter'
  /** The first that holds the local date speaks in place of the tariff's own prices. */
  seasons?: Season[]
  /** Local dates such as `2026-12-25`. They count as Sundays, and windows of day {@link HOLIDAY} speak on them too. */
  holidays?: string[]
  /** Grid fees and other sums per kWh, added to whatever price speaks, before the tax. */
  levies?: Levy[]
  /** On energy and levies. */
  energyTaxPercent?: number
  /** Other sums per calendar month beside `fixedPerMonth`. */
  charges?: MonthlyCharge[]
  /** On everything that is paid by the month. */
  fixedTaxPercent?: number
  /** Prices that somebody names for each 15, 30 or 60 minutes go before the tariff's own. */
  dynamic?: DynamicPrices
}

export type PriceTable = {
  /** Outside all windows. May be negative. */
  pricePerKwh: number
  /** The first that matches speaks. */
  windows: TariffWindow[]
}

export type TariffWindow = {
  label?: string
  /** 1 = Monday … 7 = Sunday, 0 = holidays, by the day on which the window starts. */
  days: number[]
  /** Minutes since midnight by the clock on the wall. */
  fromMinute: number
  /** Exclusive; not after `fromMinute` means over midnight. */
  toMinute: number
  pricePerKwh: number
}

/** The day of a {@link TariffWindow} that stands for holidays. */
export const HOLIDAY = 0

/**
 * Other prices in a part of each year. It begins and ends with local days: what is left of a window over midnight when
 * it ends belongs to the next season.
 */
export type Season = PriceTable & {
  label?: string
  /** Month and day such as `11-01`, inclusive. */
  from: string
  /** Inclusive; before `from` means over the end of the year. */
  to: string
}

export type Levy = { label: string; perKwh: number }

export type MonthlyCharge = { label: string; perMonth: number }

/** Who names the prices. `whenMissing`: a time nobody named costs what the tariff itself says, or is not known. */
export type DynamicPrices = { whenMissing: 'unknown' | 'own' } & PriceSourceSettings

export type PriceSourceSettings =
  /** `vat`: which of the two prices Octopus tells is taken. */
  | { source: 'octopus'; productCode: string; tariffCode: string; vat: 'included' | 'excluded' }
  | { source: 'awattar'; country: 'at' | 'de' }
  | { source: 'csv' }

/** How sources of prices are called on screen. */
export const PRICE_SOURCES: Record<PriceSourceSettings['source'], string> = {
  octopus: 'Octopus Energy',
  awattar: 'aWATTar',
  csv: 'CSV file',
}

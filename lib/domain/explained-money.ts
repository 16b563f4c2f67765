import type { Payer } from '#lib/domain/payers'
import type { PowerSource } from '#lib/domain/reading'
import type { MachineFacts, PowerCorrection } from '#lib/domain/wall-power'

/** How a pool pays; `unknown` until the owner says. SOLO pays a whole block or nothing. */
export type PayoutScheme = 'unknown' | 'pps' | 'fpps' | 'pplns' | 'prop' | 'solo'

/** Who pays for an algorithm's work on a rig, from a moment on. */
export type Assignment = {
  algorithm: string
  fromMs: number
  payer: Payer
  /** Key of a known pool, or its name in the owner's words; absent where it is not known, and for a marketplace. */
  pool?: string
  /** Symbol of the coin mined or, from a marketplace, paid in. */
  coin: string
  scheme: PayoutScheme
  poolFeePercent: number
  /** Rests on a guess of ours until the owner confirms or changes it. */
  assumed: boolean
  /** Host of another payer, at which the rig was seen when the owner confirmed this one all the same. */
  despiteHost?: string
}

/** What one coin costs in the installation's currency. */
export type CoinPrice = { coin: string; currency: string; price: number; source: string; observedAtMs: number }

/** How hard a coin is to find, and what a block pays its miner (subsidy and mean fees, in coins). */
export type NetworkRate = {
  coin: string
  difficulty: number
  height?: number
  rewardPerBlock: number
  source: string
  observedAtMs: number
}

/** What a marketplace pays for one hash of an algorithm, in coins. */
export type MarketplaceRate = {
  marketplace: string
  algorithm: string
  coin: string
  coinPerHash: number
  source: string
  observedAtMs: number
}

/** Rates as known at one hour (or now). Undefined is not known; there is no zero in its place. */
export type Rates = {
  currency: string
  price(coin: string): CoinPrice | undefined
  network(coin: string): NetworkRate | undefined
  marketplace(name: string, algorithm: string): MarketplaceRate | undefined
}

/** An amount with everything it was made of. Amounts are in `currency`; unknown is absent, with the reason in words. */
export type ExplainedMoney = {
  currency: string
  /** The span the amounts are for. */
  seconds: number
  revenue?: number
  cost?: number
  /** Present only when both revenue and cost are. */
  profit?: number
  /** Why something is missing, in words. */
  unknown?: string
  revenueParts: RevenuePart[]
  costParts: CostPart[]
}

/** Revenue of one algorithm's work in one coin; merged mining makes two parts of the same hashes. */
export type RevenuePart = {
  algorithm: string
  seconds: number
  hashes?: number
  /** Mean over the span. */
  hashesPerSecond?: number
  payer: Payer
  pool?: string
  scheme: PayoutScheme
  coin?: string
  /** The coin whose hashes also found this one. */
  mergedWith?: string
  assumed: boolean
  poolFeePercent: number
  difficulty?: number
  rewardPerBlock?: number
  /** What the scheme counts of the reward, where it is less: PPS pays the new coins and keeps the fees. */
  paidPerBlock?: number
  /** PPS, but the reward's fees cannot be told apart: counted whole. */
  feesIncluded?: boolean
  /** Hashes expected for one block: difficulty × the coin's hashes per difficulty. */
  hashesPerBlock?: number
  networkSource?: string
  networkAtMs?: number
  /** A marketplace's rate, instead of difficulty and reward. */
  coinPerHash?: number
  rateSource?: string
  rateAtMs?: number
  /** Coins expected, net of the fee. */
  coinAmount?: number
  price?: number
  priceSource?: string
  priceAtMs?: number
  revenue?: number
  /** `solo`, or why the revenue is not known in words. */
  unknown?: string
  /** Chance of at least one block in a day at this hash rate; only for SOLO. */
  soloOddsPerDay?: number
  /** Summed over hours with different rates: difficulty and price are left out or means. */
  ratesVary?: boolean
}

/** Cost of energy at one price, or a share of the fixed cost of the site. */
export type CostPart = {
  kind: 'energy' | 'fixed'
  siteName?: string
  seconds: number
  /** Mean at the wall over the span. */
  wallWatts?: number
  reportedWatts?: number
  powerSource?: PowerSource
  atTheWall?: boolean
  correction?: PowerCorrection
  machine?: MachineFacts
  energyWattHours?: number
  /** Added to the energy for cooling and losses of the site. */
  overheadPercent?: number
  /** (base + levies) × (1 + tax); these stand in their own fields where there are any. */
  pricePerKwh?: number
  basePricePerKwh?: number
  leviesPerKwh?: number
  /** On energy and levies, or on the fixed cost. */
  taxPercent?: number
  /** Who named a dynamic price; absent for the tariff's own. */
  priceSource?: string
  /** Summed over several dynamic prices: the prices are means by energy. */
  pricesVary?: boolean
  tariffLabel?: string
  cost?: number
  unknown?: string
}

/** The value of {@link RevenuePart.unknown} for SOLO: odds are shown, never income. */
export const SOLO = 'solo'

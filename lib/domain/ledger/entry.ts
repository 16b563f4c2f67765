/** Whose money an entry is: a rig, a site's own charges, a rented contract, an order of hash power. */
export type Subject = `rig:${number}` | `site:${number}` | `contract:${number}` | `order:${number}`

/** The site of what stands at none, such as rented hash power. Its days are those of the first site. */
export const NO_SITE = 0

/** What one payer's coin brought in a quarter-hour, rounded once. Amounts that are not known are absent. */
export type LedgerLine = {
  /** A known pool's key, `pool` for any other, a marketplace, or `solo`, whose lines have no amounts: a block or nothing. */
  payer: string
  coin: string
  algorithm: string
  /** Expected coins net of fees, in 10⁻¹². Stands also where no price was known. */
  coinPico?: bigint
  /** In 10⁻⁹ of the entry's currency; absent where it could not be valued. */
  revenueNano?: bigint
  /** Time of work; 0 for a coin that the hashes of another found as well. */
  workMs: number
  /** Of it, without a known value. */
  unvaluedMs: number
}

export type LedgerQuarter = {
  /** Where the subject stood; {@link NO_SITE} for none. */
  siteId: number
  lines: LedgerLine[]
  /** In 10⁻⁹ of the currency; absent where it is not known or there is none. */
  costNano?: bigint
  energyMilliWh: bigint
  seenMs: number
  /** Of it, without known power; of a site, of which its meter knows too little. */
  unpoweredMs: number
  /** Of it, with known power and yet without a known cost: no price of a kWh, or a fee that could not be converted. */
  uncostedMs?: number
}

export type LedgerQuarters = [LedgerQuarter, LedgerQuarter, LedgerQuarter, LedgerQuarter]

export type BasisValue = string | number | boolean | null | BasisValue[] | { [name: string]: BasisValue | undefined }

/** What an hour was valued with, as plain JSON: what many subjects share is kept once. */
export type LedgerBasis = { [name: string]: BasisValue | undefined }

/** A closed hour of a subject in exact amounts; the hour is the sum of its quarters (UTC). */
export type LedgerEntry = {
  subject: Subject
  hourMs: number
  currency: string
  basis: LedgerBasis
  quarters: LedgerQuarters
}

/** Sums of an entry; absent amounts are those of which no quarter knew any. */
export type EntrySums = { energyMilliWh: bigint; revenueNano?: bigint; costNano?: bigint }

/** Adds up the quarters. Who was seen and did nothing earned 0, which is known. */
export function sumEntry(quarters: LedgerQuarters): EntrySums {
  const sums: EntrySums = { energyMilliWh: 0n }
  for (const quarter of quarters) {
    sums.energyMilliWh += quarter.energyMilliWh
    sums.revenueNano = plus(sums.revenueNano, revenueOfQuarter(quarter))
    sums.costNano = plus(sums.costNano, quarter.costNano)
  }
  return sums
}

/** Revenue of a quarter-hour: undefined where nothing was seen or nothing of its work could be valued. */
export function revenueOfQuarter({ lines, seenMs }: LedgerQuarter): bigint | undefined {
  if (lines.length === 0) return seenMs > 0 ? 0n : undefined
  return lines.reduce<bigint | undefined>((sum, { revenueNano }) => plus(sum, revenueNano), undefined)
}

/** Whether anything happened in the quarter-hours. What says nothing is written only to correct what said something. */
export function saysSomething(quarters: LedgerQuarters): boolean {
  return quarters.some(
    ({ lines, costNano, energyMilliWh, seenMs, unpoweredMs }) =>
      lines.length > 0 || costNano !== undefined || energyMilliWh !== 0n || seenMs > 0 || unpoweredMs > 0,
  )
}

/** A quarter-hour of which nothing is told. */
export function emptyQuarter(siteId: number): LedgerQuarter {
  return { siteId, lines: [], energyMilliWh: 0n, seenMs: 0, unpoweredMs: 0 }
}

/** Sums what is known: absent and absent is absent. */
export function plus(one: bigint | undefined, other: bigint | undefined): bigint | undefined {
  if (one === undefined) return other
  return other === undefined ? one : one + other
}

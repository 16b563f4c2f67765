import { type LedgerQuarter, plus, revenueOfQuarter } from '#lib/domain/ledger/entry'

/** A day or month of a subject at a site. */
export type SubjectPeriod = { subject: string; period: number; siteId: number }

type Line = { payer: string; coin: string; algorithm: string }

type Sum = Line & {
  coinPico?: bigint
  revenueNano?: bigint
  costNano?: bigint
  energyMilliWh: bigint
  seenMs: number
  workMs: number
  unvaluedMs: number
  unpoweredMs: number
  uncostedMs: number
}

type Book = { of: SubjectPeriod; currency: string; sums: Sum[] }

/** Rows of days or months while they are added up: one for each payer, coin and algorithm, and one with none of them. */
export class PeriodSums {
  readonly #books = new Map<string, Book>()

  addQuarters(of: SubjectPeriod, currency: string, parts: readonly LedgerQuarter[]): void {
    const book = this.#book(of, currency)
    for (const quarter of parts) {
      const { lines, costNano, energyMilliWh, seenMs, unpoweredMs, uncostedMs = 0 } = quarter
      // A quarter-hour that says nothing makes no row.
      if (seenMs > 0 || costNano !== undefined || energyMilliWh !== 0n) {
        const whole = sumIn(book, NONE)
        // What was seen and did nothing earned 0, which belongs to no payer.
        if (lines.length === 0) whole.revenueNano = plus(whole.revenueNano, revenueOfQuarter(quarter))
        whole.costNano = plus(whole.costNano, costNano)
        whole.energyMilliWh += energyMilliWh
        whole.seenMs += seenMs
        whole.unpoweredMs += unpoweredMs
        whole.uncostedMs += uncostedMs
      }
      for (const line of lines) {
        const sum = sumIn(book, line)
        sum.coinPico = plus(sum.coinPico, line.coinPico)
        sum.revenueNano = plus(sum.revenueNano, line.revenueNano)
        sum.workMs += line.workMs
        sum.unvaluedMs += line.unvaluedMs
      }
    }
  }

  /** Adds periods, such as days, to those they belong to; absent ones are left out. */
  addPeriods(others: PeriodSums, periodOf: (of: SubjectPeriod) => SubjectPeriod | undefined): void {
    for (const { of, currency, sums } of others.#books.values()) {
      const period = periodOf(of)
      if (!period) continue
      const book = this.#book(period, currency)
      for (const part of sums) {
        const sum = sumIn(book, part)
        sum.coinPico = plus(sum.coinPico, part.coinPico)
        sum.revenueNano = plus(sum.revenueNano, part.revenueNano)
        sum.costNano = plus(sum.costNano, part.costNano)
        sum.energyMilliWh += part.energyMilliWh
        sum.seenMs += part.seenMs
        sum.workMs += part.workMs
        sum.unvaluedMs += part.unvaluedMs
        sum.unpoweredMs += part.unpoweredMs
        sum.uncostedMs += part.uncostedMs
      }
    }
  }

  /** Values in the order of the table's key, then of its sums. Whole numbers as bigint, which are bound as integers. */
  *rows(level: number): Generator<(string | number | bigint | null)[]> {
    for (const { of, currency, sums } of this.#books.values()) {
      for (const sum of sums) {
        yield [
          ...[level, of.period, of.subject, of.siteId, currency, sum.payer, sum.coin, sum.algorithm],
          ...[sum.coinPico ?? null, sum.revenueNano ?? null, sum.costNano ?? null, sum.energyMilliWh],
          ...[sum.seenMs, sum.workMs, sum.unvaluedMs, sum.unpoweredMs, sum.uncostedMs].map(BigInt),
        ]
      }
    }
  }

  #book(of: SubjectPeriod, currency: string): Book {
    const key = `${of.subject}/${of.period}/${of.siteId}/${currency}`
    const known = this.#books.get(key)
    if (known) return known
    const book = { of, currency, sums: [] }
    this.#books.set(key, book)
    return book
  }
}

const NONE = { payer: '', coin: '', algorithm: '' }

// A rig has a handful of lines: a short list is searched faster than keys are made.
function sumIn({ sums }: Book, { payer, coin, algorithm }: Line): Sum {
  for (const sum of sums) {
    if (sum.payer === payer && sum.coin === coin && sum.algorithm === algorithm) return sum
  }
  const times = { seenMs: 0, workMs: 0, unvaluedMs: 0, unpoweredMs: 0, uncostedMs: 0 }
  const sum = { payer, coin, algorithm, energyMilliWh: 0n, ...times }
  sums.push(sum)
  return sum
}

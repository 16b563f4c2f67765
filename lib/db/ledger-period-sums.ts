import { type LedgerQuarter, plus, revenueOfQuarter } from '#lib/domain/ledger/entry'

/** A day or month of a subject at a site. */
export type SubjectPeriod = { subject: string; period: number; siteId: number }

type Sum = {
  coinPico?: bigint
  revenueNano?: bigint
  costNano?: bigint
  energyMilliWh: bigint
  seenMs: number
  workMs: number
  unvaluedMs: number
  unpoweredMs: number
}

type Row = {
  level: number
  of: SubjectPeriod
  currency: string
  payer: string
  coin: string
  algorithm: string
  sum: Sum
}

/** Rows of days and months while they are added up: one for each payer, coin and algorithm, and one with none of them. */
export class PeriodSums {
  readonly #rows = new Map<string, Row>()

  add(level: number, of: SubjectPeriod, currency: string, parts: LedgerQuarter[]): void {
    const prefix = `${level}/${of.period}/${of.subject}/${of.siteId}/${currency}`
    for (const quarter of parts) {
      const { lines, costNano, energyMilliWh, seenMs, unpoweredMs } = quarter
      // A quarter-hour that says nothing makes no row.
      if (seenMs > 0 || costNano !== undefined || energyMilliWh !== 0n) {
        const whole = this.#sum(prefix, { level, of, currency, ...NONE })
        // What was seen and did nothing earned 0, which belongs to no payer.
        if (lines.length === 0) whole.revenueNano = plus(whole.revenueNano, revenueOfQuarter(quarter))
        whole.costNano = plus(whole.costNano, costNano)
        whole.energyMilliWh += energyMilliWh
        whole.seenMs += seenMs
        whole.unpoweredMs += unpoweredMs
      }
      for (const { payer, coin, algorithm, coinPico, revenueNano, workMs, unvaluedMs } of lines) {
        const sum = this.#sum(prefix, { level, of, currency, payer, coin, algorithm })
        sum.coinPico = plus(sum.coinPico, coinPico)
        sum.revenueNano = plus(sum.revenueNano, revenueNano)
        sum.workMs += workMs
        sum.unvaluedMs += unvaluedMs
      }
    }
  }

  /** Values in the order of the table's key, then of its sums. Whole numbers as bigint, which are bound as integers. */
  *rows(): Generator<(string | number | bigint | null)[]> {
    for (const { level, of, currency, payer, coin, algorithm, sum } of this.#rows.values()) {
      yield [
        ...[level, of.period, of.subject, of.siteId, currency, payer, coin, algorithm],
        ...[sum.coinPico ?? null, sum.revenueNano ?? null, sum.costNano ?? null, sum.energyMilliWh],
        ...[sum.seenMs, sum.workMs, sum.unvaluedMs, sum.unpoweredMs].map(BigInt),
      ]
    }
  }

  #sum(prefix: string, row: Omit<Row, 'sum'>): Sum {
    const key = `${prefix}/${row.payer}/${row.coin}/${row.algorithm}`
    const known = this.#rows.get(key)
    if (known) return known.sum
    const sum = { energyMilliWh: 0n, seenMs: 0, workMs: 0, unvaluedMs: 0, unpoweredMs: 0 }
    this.#rows.set(key, { ...row, sum })
    return sum
  }
}

const NONE = { payer: '', coin: '', algorithm: '' }

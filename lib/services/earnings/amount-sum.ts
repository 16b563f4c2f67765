import type { LedgerSum } from '#lib/db/ledger-periods'
import { type LedgerQuarter, plus, revenueOfQuarter } from '#lib/domain/ledger/entry'
import { fromNano } from '#lib/domain/money'
import { fromPico } from '#lib/domain/pico'
import { HOUR_MS } from '#lib/domain/units'
import type { EarningsAmounts } from '#lib/wire/earnings'

/** Which lines are asked for; a coin or payer leaves out energy and cost, which belong to none. */
export type LineFilter = { coin?: string; payer?: string }

/** Adds up exact amounts, from days and months of the ledger and from hours that are still open. */
export class AmountSum {
  #revenueNano: bigint | undefined
  #costNano: bigint | undefined
  #energyMilliWh = 0n
  #seenMs = 0
  #workMs = 0
  #unvaluedMs = 0
  #unpoweredMs = 0
  #uncostedMs = 0
  #rented: { revenueNano: bigint; costNano: bigint } | undefined
  readonly #coins = new Map<string, bigint>()

  /** `sum` is grouped by coin. What was valued in another currency counts as work without a value and time without a
   * cost. */
  add(sum: LedgerSum, currency: string): void {
    const { coin, coinPico, workMs } = sum
    if (coin && coinPico !== undefined) this.#coins.set(coin, (this.#coins.get(coin) ?? 0n) + coinPico)
    this.#energyMilliWh += sum.energyMilliWh
    this.#seenMs += sum.seenMs
    this.#workMs += workMs
    this.#unpoweredMs += sum.unpoweredMs
    if (sum.currency !== currency) {
      this.#unvaluedMs += workMs
      this.#uncostedMs += sum.seenMs - sum.unpoweredMs
      return
    }
    this.#unvaluedMs += sum.unvaluedMs
    this.#uncostedMs += sum.uncostedMs
    this.#revenueNano = plus(this.#revenueNano, sum.revenueNano)
    this.#costNano = plus(this.#costNano, sum.costNano)
  }

  /** Tells what of the amounts added is of rented hash power. */
  addRented(sum: Pick<LedgerSum, 'revenueNano' | 'costNano'>): void {
    const { revenueNano, costNano } = this.#rented ?? { revenueNano: 0n, costNano: 0n }
    this.#rented = {
      revenueNano: revenueNano + (sum.revenueNano ?? 0n),
      costNano: costNano + (sum.costNano ?? 0n),
    }
  }

  addQuarter(quarter: LedgerQuarter, { coin, payer }: LineFilter = {}): void {
    const all = coin === undefined && payer === undefined
    const lines = quarter.lines.filter(
      (line) => (coin === undefined || line.coin === coin) && (payer === undefined || line.payer === payer),
    )
    for (const line of lines) {
      if (line.coin && line.coinPico !== undefined) {
        this.#coins.set(line.coin, (this.#coins.get(line.coin) ?? 0n) + line.coinPico)
      }
      this.#workMs += line.workMs
      this.#unvaluedMs += line.unvaluedMs
      if (!all) this.#revenueNano = plus(this.#revenueNano, line.revenueNano)
    }
    if (!all) return
    this.#revenueNano = plus(this.#revenueNano, revenueOfQuarter(quarter))
    this.#costNano = plus(this.#costNano, quarter.costNano)
    this.#energyMilliWh += quarter.energyMilliWh
    this.#seenMs += quarter.seenMs
    this.#unpoweredMs += quarter.unpoweredMs
    this.#uncostedMs += quarter.uncostedMs ?? 0
  }

  amounts(): EarningsAmounts {
    const revenueNano = this.#revenueNano
    const costNano = this.#costNano
    const seen = this.#seenMs
    return {
      ...(revenueNano === undefined ? {} : { revenue: fromNano(revenueNano) }),
      ...(costNano === undefined ? {} : { cost: fromNano(costNano) }),
      ...(revenueNano === undefined || costNano === undefined ? {} : { profit: fromNano(revenueNano - costNano) }),
      ...(this.#rented
        ? { rented: { revenue: fromNano(this.#rented.revenueNano), cost: fromNano(this.#rented.costNano) } }
        : {}),
      ...(seen > this.#unpoweredMs ? { energyWattHours: Number(this.#energyMilliWh) / 1000 } : {}),
      coins: [...this.#coins].map(([coin, pico]) => ({ coin, amount: fromPico(pico) })),
      unvaluedShare: this.#workMs > 0 ? Math.min(1, this.#unvaluedMs / this.#workMs) : 0,
      unknownPowerShare: seen > 0 ? Math.min(1, this.#unpoweredMs / seen) : 0,
      unknownCostHours: this.#uncostedMs / HOUR_MS,
    }
  }

  /** Whether anything was added that speaks of work, energy or money. */
  get isEmpty(): boolean {
    return this.#seenMs === 0 && this.#workMs === 0 && this.#revenueNano === undefined && this.#costNano === undefined
  }
}

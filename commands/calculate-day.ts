import { breakEvenPerKwh, joulesPerHash } from '#lib/domain/ratios'
import { SECONDS_PER_DAY } from '#lib/domain/units'
import { dayInputs, type PaidPerHash } from './day-inputs.ts'
import type { CalculationOptions } from './day-options.ts'

/** Of 24 hours; money in the currency of the price, which must be the tariff's too. */
export type CalculatedDay = {
  coinPerDay: number
  /** Of all coins. */
  revenuePerDay: number
  energyKwhPerDay: number
  costPerDay: number
  profitPerDay: number
  joulesPerTerahash: number
  breakEvenTariff: number
  /** A coin found by the same hashes; null where its rates were not given, so that the revenue is without it. */
  merged?: { coin: string; coinPerDay: number; revenuePerDay: number } | null
}

export type CalculationResult =
  | { ok: true; day: CalculatedDay; coin: string; algorithm: string }
  | { ok: false; reason: string }

/** A day of mining or of selling hash power at a steady hash rate, by the formulas of the domain; see {@link dayInputs}. */
export function calculateDay(options: CalculationOptions, nowMs: number): CalculationResult {
  const understood = dayInputs(options, nowMs)
  if (!understood.ok) return understood
  const { algorithm, hashesPerSecond, paid, merged, powerWatts, pricePerKwh } = understood.inputs
  const own = earned(hashesPerSecond, paid)
  const beside = merged ? { coin: merged.coin, ...earned(hashesPerSecond, merged) } : merged
  const revenuePerDay = own.revenuePerDay + (beside?.revenuePerDay ?? 0)
  const energyKwhPerDay = (powerWatts * 24) / 1000
  const costPerDay = energyKwhPerDay * pricePerKwh
  const efficiency = joulesPerHash(powerWatts, hashesPerSecond)
  const breakEvenTariff = breakEvenPerKwh({ revenue: revenuePerDay, energyWattHours: energyKwhPerDay * 1000 })
  if (efficiency === undefined || breakEvenTariff === undefined) {
    return { ok: false, reason: 'nothing is drawn: --power must be more than 0' }
  }
  const figures = {
    coinPerDay: own.coinPerDay,
    revenuePerDay,
    energyKwhPerDay,
    costPerDay,
    profitPerDay: revenuePerDay - costPerDay,
    joulesPerTerahash: efficiency * 1e12,
    breakEvenTariff,
  }
  if (!Object.values(figures).every(Number.isFinite)) {
    return { ok: false, reason: 'the figures given are too large or too small to calculate with' }
  }
  return {
    ok: true,
    day: { ...figures, ...(beside === undefined ? {} : { merged: beside }) },
    coin: paid.coin,
    algorithm,
  }
}

function earned(hashesPerSecond: number, { coinPerHash, price }: PaidPerHash) {
  const coinPerDay = hashesPerSecond * SECONDS_PER_DAY * coinPerHash
  return { coinPerDay, revenuePerDay: coinPerDay * price }
}

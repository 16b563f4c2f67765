import type { Rates } from '#lib/domain/explained-money'
import { byProfit, type EnergyTerms, type MiningOption, miningOptions } from '#lib/domain/planner/alternatives'
import { joulesPerHash } from '#lib/domain/ratios'
import type { MachineFacts } from '#lib/domain/wall-power'

/** A machine that could be bought, doing what pays best at its maker's figures. */
export type ComparedMachine = {
  model: string
  source: string
  cooling?: MachineFacts['cooling']
  algorithm: string
  hashesPerSecond: number
  watts: number
  joulesPerHash?: number
  /** The most profitable way to use it; absent where no coin of its algorithm is known. */
  best?: Pick<MiningOption, 'payer' | 'coin' | 'mergedCoins' | 'revenue' | 'unknown'>
}

/** Every machine at present rates; cost and profit follow from a tariff by {@link machineDay}. */
export function compareMachines(machines: readonly MachineFacts[], rates: Rates): ComparedMachine[] {
  const free: EnergyTerms = { pricePerKwh: 0, overheadPercent: 0 }
  return machines.map(({ model, source, cooling, algorithm, nominalHashesPerSecond, watts }) => {
    const rate = { algorithm, hashesPerSecond: nominalHashesPerSecond, watts }
    const [best] = miningOptions(rate, rates, free).sort(byProfit)
    return {
      model,
      source,
      cooling,
      algorithm,
      hashesPerSecond: nominalHashesPerSecond,
      watts,
      joulesPerHash: joulesPerHash(watts, nominalHashesPerSecond),
      best: best && {
        payer: best.payer,
        coin: best.coin,
        mergedCoins: best.mergedCoins,
        revenue: best.revenue,
        unknown: best.unknown,
      },
    }
  })
}

/** A day of a machine at a price of a kWh; the price at which it would bring nothing stands beside it. */
export function machineDay(
  { watts, best }: Pick<ComparedMachine, 'watts' | 'best'>,
  pricePerKwh: number | undefined,
): { cost?: number; profit?: number; breakEvenPerKwh?: number } {
  const kwh = (watts * 24) / 1000
  const revenue = best?.revenue
  const cost = pricePerKwh === undefined ? undefined : kwh * pricePerKwh
  return {
    cost,
    profit: revenue === undefined || cost === undefined ? undefined : revenue - cost,
    breakEvenPerKwh: revenue === undefined ? undefined : revenue / kwh,
  }
}

import type { ContractMoney, FeePart } from '#lib/domain/cloud-contract'
import { coinBySymbol } from '#lib/domain/coins'
import { type ExplainedMoney, type RevenuePart, SOLO } from '#lib/domain/explained-money'

/**
 * What a day like now brings of one coin. `revenuePerRewardCoin` is what each coin that a block pays brings of it, where the
 * reward counted is known: a pool that pays new coins alone counts less than the network's.
 */
export type PlanCoin = {
  coin: string
  amountPerDay: number
  price: number
  revenuePerDay: number
  revenuePerRewardCoin?: number
}

/** A day of some rigs as they run: what all plans start from. Amounts are in `currency`. */
export type PlanBasis = {
  currency: string
  /** Most revenue first. */
  coins: PlanCoin[]
  revenuePerDay: number
  /** Energy of the rigs and what their sites add to it, of a day. */
  siteWattHoursPerDay: number
  /** Of that energy, by the tariff of the coming 24 hours. */
  energyCostPerDay: number
  /** Standing charges of the sites; 0 where a plan is for one rig, which they do not depend on. */
  fixedPerDay: number
  /** What providers of rented hash power take; one in a coin moves with its price. */
  fees: { costPerDay: number; coin?: string }[]
  /** Rigs and contracts that are counted. */
  rigs: number
  contracts: number
  /** Those that are not, since half of their money is not known. */
  leftOut: { name: string; reason: string }[]
}

/** A day of rented hash power. */
export type RentedDay = { name: string; money: ContractMoney }

/** Adds up days of rigs and of contracts. One whose revenue or cost is not known is left out of both, and named. */
export function planBasis(
  currency: string,
  days: readonly { name: string; day: ExplainedMoney }[],
  fixedPerDay: number,
  rented: readonly RentedDay[] = [],
): PlanBasis {
  const coins = new Map<string, PlanCoin>()
  const basis = { revenuePerDay: 0, siteWattHoursPerDay: 0, energyCostPerDay: 0, rigs: 0, contracts: 0 }
  const fees: PlanBasis['fees'] = []
  const leftOut: PlanBasis['leftOut'] = []
  for (const { name, day } of days) {
    if (day.revenue === undefined || day.cost === undefined) {
      leftOut.push({ name, reason: reasonOf(day) })
      continue
    }
    basis.rigs += 1
    basis.revenuePerDay += day.revenue
    addCoins(coins, day.revenueParts)
    for (const part of day.costParts) {
      if (part.kind !== 'energy') continue
      basis.energyCostPerDay += part.cost ?? 0
      basis.siteWattHoursPerDay += (part.energyWattHours ?? 0) * (1 + (part.overheadPercent ?? 0) / 100)
    }
  }
  for (const { name, money } of rented) {
    if (money.revenue === undefined || money.cost === undefined) {
      leftOut.push({ name, reason: money.unknown ?? 'Something of its money is not known' })
      continue
    }
    basis.contracts += 1
    basis.revenuePerDay += money.revenue
    addCoins(coins, money.revenueParts)
    if (money.fee) fees.push(feeOf(money.fee))
  }
  const sorted = [...coins.values()].sort((one, other) => other.revenuePerDay - one.revenuePerDay)
  return { currency, coins: sorted, ...basis, fixedPerDay, fees, leftOut }
}

function addCoins(coins: Map<string, PlanCoin>, parts: readonly RevenuePart[]): void {
  for (const { coin, coinAmount = 0, price = 0, revenue = 0, rewardPerBlock } of parts) {
    if (coin === undefined) continue
    const sum = coins.get(coin) ?? { coin, amountPerDay: 0, price, revenuePerDay: 0 }
    sum.amountPerDay += coinAmount
    sum.revenuePerDay += revenue
    if (rewardPerBlock) sum.revenuePerRewardCoin = (sum.revenuePerRewardCoin ?? 0) + revenue / rewardPerBlock
    coins.set(coin, sum)
  }
}

function feeOf({ cost = 0, feeCurrency }: FeePart): PlanBasis['fees'][number] {
  return coinBySymbol(feeCurrency) ? { costPerDay: cost, coin: feeCurrency } : { costPerDay: cost }
}

function reasonOf(day: ExplainedMoney): string {
  if (day.revenueParts.some(({ unknown }) => unknown === SOLO)) return 'Mined solo: a whole block or nothing'
  return day.unknown ?? 'Something of its money is not known'
}

import { type CloudContract, listCloudContracts } from '#lib/db/cloud-contracts'
import { receiptsOfSubject } from '#lib/db/contract-ledger'
import type { Database } from '#lib/db/database'
import { breakEvenCoinPrice, type ContractMoney, contractMoney, returnOnOutlay } from '#lib/domain/cloud-contract'
import { daysBelowFee, daysToPayBack, forecastTermination, type Termination } from '#lib/domain/contract-termination'
import type { Rates } from '#lib/domain/explained-money'
import { plus } from '#lib/domain/ledger/entry'
import { fromNano, toNano } from '#lib/domain/money'
import { SECONDS_PER_DAY } from '#lib/domain/units'
import type { SiteSettings } from '../fleet-settings.ts'
import { type Received, receivedFor } from '../income/received-for.ts'
import { dayRates } from '../investment/day-rates.ts'
import { middleOf } from '../investment/earned-months.ts'
import { sumLedger } from '../ledger/sum-ledger.ts'
import { contractDays } from './contract-days.ts'
import { outlookOf } from './contract-outlook.ts'
import { loadFiatRates } from './load-fiat-rates.ts'

/** A contract with all that is known of how it does. Sums are of closed hours, in the currency of now: those of an earlier
 * one at the rate of their month's middle. */
export type ContractStanding = {
  contract: CloudContract
  timeZone: string
  state: 'to come' | 'running' | 'ended'
  /** A day at present rates; for one that runs or is to come. */
  perDay?: ContractMoney
  daysBelowFee: number
  forecast: Termination[]
  soFar: {
    revenueNano?: bigint
    costNano?: bigint
    unvaluedMs: number
    uncostedMs: number
    coinPico?: bigint
    /** Hours were valued in this currency, and what it was worth then is not known: no sum is told. */
    unknownCurrency?: string
  }
  /** Revenue less fees; absent where one of them is not known at all. */
  netNano?: bigint
  /** What really came, by receipts told to belong to it; beside what was expected, never in it. */
  received: Received
  /** Of what was paid, by what came: −1 is nothing back, 0 all of it. Only where every receipt is valued. */
  receivedReturn?: number
  /** What was paid, in the currency of now, at the rate of the day it started. */
  paidNano?: bigint
  /** −1 is all lost, 0 is paid back. */
  returned?: number
  daysToPayBack?: number
  breakEvenPrice?: number
}

type Parts = { database: Database; rates: Rates; sites: ReadonlyMap<number, SiteSettings> }

/** Every contract, those that run first. */
export async function listContracts(parts: Parts, nowMs = Date.now()): Promise<ContractStanding[]> {
  const contracts = await listCloudContracts(parts.database)
  const standings: ContractStanding[] = []
  for (const contract of contracts) standings.push(await standingOf(parts, contract, nowMs))
  const rank = { running: 0, 'to come': 1, ended: 2 }
  return standings.sort((one, other) => rank[one.state] - rank[other.state])
}

/** What came for a contract, newest first. */
export function contractReceipts(database: Database, contractId: number) {
  return receiptsOfSubject(database, `contract:${contractId}`)
}

async function standingOf({ database, rates, sites }: Parts, contract: CloudContract, nowMs: number) {
  const { currency } = rates
  const timeZone = sites.get(contract.siteId)?.timeZone ?? 'UTC'
  const fiat = await loadFiatRates(database)
  const ended = contract.endsAtMs !== undefined && contract.endsAtMs <= nowMs
  const state = ended ? ('ended' as const) : contract.startsAtMs > nowMs ? ('to come' as const) : ('running' as const)
  const soFar = await sumsOf(database, contract, currency, timeZone)
  const received = await receivedFor(database, `contract:${contract.id}`, currency)
  const standing: ContractStanding = { contract, timeZone, state, daysBelowFee: 0, forecast: [], soFar, received }
  if (soFar.revenueNano !== undefined && soFar.uncostedMs === 0 && (soFar.costNano !== undefined || !contract.fee)) {
    standing.netNano = soFar.revenueNano - (soFar.costNano ?? 0n)
  }
  const { paid } = contract
  const paidRate = paid && (paid.currency === currency ? 1 : fiat.at(contract.startsAtMs)(paid.currency, currency))
  if (paid && paidRate !== undefined) {
    standing.paidNano = paidRate === 1 ? paid.nano : toNano(fromNano(paid.nano) * paidRate)
    if (received.valueNano !== undefined && received.unvalued === 0) {
      const returned = returnOnOutlay(received.valueNano, standing.paidNano)
      if (returned !== undefined) standing.receivedReturn = returned
    }
    if (standing.netNano !== undefined) {
      const returned = returnOnOutlay(standing.netNano, standing.paidNano)
      if (returned !== undefined) standing.returned = returned
    }
  }
  if (ended) return standing
  const perDay = contractMoney(contract, SECONDS_PER_DAY, nowMs, rates, fiat.at(nowMs))
  standing.perDay = perDay
  const below = daysBelowFee(await contractDays(database, contract.id, timeZone, nowMs, currency))
  standing.daysBelowFee = below
  const breakEven = breakEvenCoinPrice(contract, perDay)
  if (breakEven !== undefined) standing.breakEvenPrice = breakEven
  const outlook = outlookOf(contract, perDay, below, nowMs)
  if (outlook) standing.forecast = forecastTermination(outlook)
  if (standing.paidNano !== undefined && standing.netNano !== undefined && perDay.profit !== undefined) {
    const days = daysToPayBack(fromNano(standing.paidNano), fromNano(standing.netNano), perDay.profit)
    if (days !== undefined) standing.daysToPayBack = days
  }
  return standing
}

async function sumsOf(
  database: Database,
  { id, coin }: CloudContract,
  currency: string,
  timeZone: string,
): Promise<ContractStanding['soFar']> {
  const sums = await sumLedger(database, {
    level: 'month',
    fromPeriod: 0,
    toPeriod: 999_912,
    groupBy: ['period', 'coin'],
    filter: { subjects: [`contract:${id}`] },
  })
  const rates = dayRates(database, currency)
  const total: ContractStanding['soFar'] = { unvaluedMs: 0, uncostedMs: 0 }
  for (const sum of sums) {
    const atMs = middleOf(sum.period ?? 0, timeZone)
    const converted = async (nano: bigint | undefined) => {
      if (nano === undefined) return undefined
      const worth = await rates.inCurrency(nano, sum.currency, atMs)
      if (worth === undefined) total.unknownCurrency = sum.currency
      return worth
    }
    if (sum.coin === coin && sum.coinPico !== undefined) total.coinPico = (total.coinPico ?? 0n) + sum.coinPico
    total.unvaluedMs += sum.unvaluedMs
    total.uncostedMs += sum.uncostedMs
    total.revenueNano = plus(total.revenueNano, await converted(sum.revenueNano))
    total.costNano = plus(total.costNano, await converted(sum.costNano))
  }
  if (total.unknownCurrency === undefined) return total
  const { revenueNano: _revenue, costNano: _cost, ...known } = total
  return known
}

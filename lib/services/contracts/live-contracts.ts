import { type CloudContract, listCloudContracts } from '#lib/db/cloud-contracts'
import { type ContractHour, contractHours } from '#lib/db/contract-ledger'
import type { Database } from '#lib/db/database'
import { listHashOrders } from '#lib/db/hash-orders'
import { startOfLocalDay } from '#lib/domain/calendar'
import { type ContractMoney, contractMoney, contractSeconds, type FiatRateAt } from '#lib/domain/cloud-contract'
import { contractEntry } from '#lib/domain/contract-hour'
import { daysBelowFee, daysToTermination } from '#lib/domain/contract-termination'
import type { Rates } from '#lib/domain/explained-money'
import { type LedgerEntry, sumEntry } from '#lib/domain/ledger/entry'
import { fromNano } from '#lib/domain/money'
import { type OrderTerms, orderEntry, orderSpan } from '#lib/domain/order-hour'
import { DAY_MS, HOUR_MS, SECONDS_PER_DAY } from '#lib/domain/units'
import type { ContractRow, MoneyPerDay } from '#lib/wire/dashboard-events'
import type { SiteSettings } from '../fleet-settings.ts'
import { contractClosedUntil } from './close-contract-hours.ts'
import { orderTerms } from './close-order-hours.ts'
import { contractDays } from './contract-days.ts'
import { loadFiatRates } from './load-fiat-rates.ts'

/** What running contracts add to the fleet's money; all absent amounts are not known. */
export type ContractSums = {
  running: { algorithm: string; hashesPerSecond: number }[]
  perDay: MoneyPerDay
  today: MoneyPerDay
  yesterdayByNow: MoneyPerDay
}

export const NO_CONTRACTS: ContractSums = { running: [], perDay: {}, today: {}, yesterdayByNow: {} }

/** An hour of rented hash power that is not over, or not closed yet, in the currency of the rates. */
export type OpenEntry = Pick<LedgerEntry, 'subject' | 'hourMs' | 'quarters'>

type HeldOrder = { order: OrderTerms; hours: ContractHour[]; closedUntilMs: number }

type Held = { contract: CloudContract; hours: ContractHour[]; closedUntilMs: number; daysBelow: number }

/** The contracts in memory, with their closed hours of today and yesterday: what they bring at present rates. */
export class LiveContracts {
  readonly #database: Database
  #held: Held[] = []
  #orders: HeldOrder[] = []
  #fiat: { at(atMs: number): FiatRateAt } = { at: () => () => undefined }

  constructor(database: Database) {
    this.#database = database
  }

  /** Reads contracts and their closed hours again. */
  async load(sites: ReadonlyMap<number, SiteSettings>, currency: string, nowMs: number): Promise<void> {
    const all = await listCloudContracts(this.#database)
    // Today has what ended this morning, and yesterday what ended then.
    const near = all.filter(({ endsAtMs = nowMs }) => endsAtMs > nowMs - 3 * DAY_MS)
    const held: Held[] = []
    for (const contract of near) {
      const subject = `contract:${contract.id}`
      const hours = await contractHours(this.#database, [subject], nowMs - 3 * DAY_MS, nowMs)
      const closedUntilMs = (await contractClosedUntil(this.#database, contract.id)) ?? contract.startsAtMs
      const days = await contractDays(this.#database, contract.id, zoneOf(sites, contract), nowMs, currency)
      // While hours are made anew, those not reached yet count as open.
      const inCurrency = hours.filter((hour) => hour.currency === currency && hour.hourMs < closedUntilMs)
      held.push({ contract, hours: inCurrency, closedUntilMs, daysBelow: daysBelowFee(days) })
    }
    this.#orders = await this.#loadOrders(currency, nowMs)
    this.#fiat = near.length > 0 ? await loadFiatRates(this.#database) : this.#fiat
    this.#held = held
  }

  async #loadOrders(currency: string, nowMs: number): Promise<HeldOrder[]> {
    const near = (await listHashOrders(this.#database)).filter((order) => {
      const { fromMs, toMs } = orderSpan(order)
      return fromMs < nowMs && toMs > nowMs - 3 * DAY_MS
    })
    return Promise.all(
      near.map(async (order) => {
        const subject = `order:${order.id}`
        const hours = await contractHours(this.#database, [subject], nowMs - 3 * DAY_MS, nowMs)
        const closedUntilMs = (hours.at(-1)?.hourMs ?? orderSpan(order).fromMs - HOUR_MS) + HOUR_MS
        const inCurrency = hours.filter((hour) => hour.currency === currency)
        return { order: await orderTerms(this.#database, order), hours: inCurrency, closedUntilMs }
      }),
    )
  }

  /**
   * Hours of contracts and orders since the last that were closed, until `nowMs`, at present rates: as the ledger will
   * have them. Hours that are made anew still stand there, and are not among these.
   */
  openEntries(rates: Rates, closedUntilMs: number, nowMs: number): OpenEntry[] {
    const fiat = this.#fiat.at(nowMs)
    // A job closes them a moment after the rigs' own.
    const since = (own: number) => hourOf(own >= closedUntilMs - HOUR_MS ? own : closedUntilMs)
    const contracts = this.#held.flatMap(({ contract, closedUntilMs: own }) => {
      const endsAtMs = Math.min(contract.endsAtMs ?? nowMs, nowMs)
      if (endsAtMs <= contract.startsAtMs) return []
      const cut = { ...contract, endsAtMs }
      return hoursBetween(since(own), endsAtMs).map((hourMs) => contractEntry(cut, hourMs, rates, fiat))
    })
    const orders = this.#orders.flatMap(({ order, closedUntilMs: own }) =>
      hoursBetween(since(own), Math.min(orderSpan(order).toMs, nowMs)).map((hourMs) =>
        orderEntry(order, hourMs, rates, nowMs),
      ),
    )
    return [...contracts, ...orders]
  }

  /** Those that run, as the list of rigs shows them. */
  rows(rates: Rates, nowMs: number): ContractRow[] {
    return this.#running(nowMs).map(({ contract, daysBelow }) => {
      const { id, name, provider, siteId, algorithm, coin, hashesPerSecond, rule } = contract
      const perDay = this.#perDay(contract, rates, nowMs)
      const { revenue, cost } = perDay
      const below = revenue !== undefined && cost !== undefined && revenue < cost
      return {
        ...{ id, name, provider, siteId, algorithm, coin, hashesPerSecond },
        state: below ? 'below-fee' : 'running',
        daysBelowFee: daysBelow,
        ...(rule ? { daysToTermination: daysToTermination(rule) } : {}),
        perDay: moneyOf(perDay),
      }
    })
  }

  sums(rates: Rates, sites: ReadonlyMap<number, SiteSettings>, nowMs: number): ContractSums {
    if (this.#held.length === 0 && this.#orders.length === 0) return NO_CONTRACTS
    const running = this.#running(nowMs)
    const perDay = running.map(({ contract }) => moneyOf(this.#perDay(contract, rates, nowMs)))
    const today: MoneyPerDay[] = []
    const yesterday: MoneyPerDay[] = []
    for (const held of this.#held) {
      const zone = zoneOf(sites, held.contract)
      const midnightMs = startOfLocalDay(nowMs, zone)
      const yesterdayMs = startOfLocalDay(midnightMs - 1, zone)
      today.push(...within(held.hours, midnightMs, nowMs))
      yesterday.push(...within(held.hours, yesterdayMs, Math.min(midnightMs, yesterdayMs + nowMs - midnightMs)))
      const openMs = Math.max(midnightMs, held.closedUntilMs)
      const seconds = contractSeconds(held.contract, openMs, nowMs)
      if (seconds > 0) today.push(moneyOf(contractMoney(held.contract, seconds, nowMs, rates, this.#fiat.at(nowMs))))
    }
    const zone = [...sites.values()][0]?.timeZone ?? 'UTC'
    const midnightMs = startOfLocalDay(nowMs, zone)
    const yesterdayMs = startOfLocalDay(midnightMs - 1, zone)
    for (const { order, hours, closedUntilMs } of this.#orders) {
      today.push(...within(hours, midnightMs, nowMs))
      yesterday.push(...within(hours, yesterdayMs, Math.min(midnightMs, yesterdayMs + nowMs - midnightMs)))
      const openMs = hourOf(Math.max(midnightMs, closedUntilMs))
      for (const hourMs of hoursBetween(openMs, Math.min(orderSpan(order).toMs, nowMs))) {
        const { revenueNano, costNano } = sumEntry(orderEntry(order, hourMs, rates, nowMs).quarters)
        today.push(amountsOf({ revenueNano, costNano }))
      }
    }
    return {
      running: running.map(({ contract: { algorithm, hashesPerSecond } }) => ({ algorithm, hashesPerSecond })),
      perDay: sumOf(perDay),
      today: sumOf(today),
      yesterdayByNow: sumOf(yesterday),
    }
  }

  #running(nowMs: number): Held[] {
    return this.#held.filter(
      ({ contract }) => contract.startsAtMs <= nowMs && (contract.endsAtMs === undefined || contract.endsAtMs > nowMs),
    )
  }

  #perDay(contract: CloudContract, rates: Rates, nowMs: number): ContractMoney {
    return contractMoney(contract, SECONDS_PER_DAY, nowMs, rates, this.#fiat.at(nowMs))
  }
}

function zoneOf(sites: ReadonlyMap<number, SiteSettings>, { siteId }: CloudContract): string {
  return sites.get(siteId)?.timeZone ?? 'UTC'
}

function hourOf(atMs: number): number {
  return Math.floor(atMs / HOUR_MS) * HOUR_MS
}

/** The hours that begin since a full hour and before `toMs`. */
function hoursBetween(fromMs: number, toMs: number): number[] {
  return Array.from(
    { length: Math.max(0, Math.ceil((toMs - fromMs) / HOUR_MS)) },
    (_, index) => fromMs + index * HOUR_MS,
  )
}

function amountsOf({ revenueNano, costNano }: { revenueNano?: bigint; costNano?: bigint }, share = 1): MoneyPerDay {
  return {
    ...(revenueNano === undefined ? {} : { revenue: fromNano(revenueNano) * share }),
    ...(costNano === undefined ? {} : { cost: fromNano(costNano) * share }),
  }
}

/** Closed hours in a span that may begin or end inside of one: a contract earns evenly over its hour. */
function within(hours: ContractHour[], fromMs: number, toMs: number): MoneyPerDay[] {
  return hours.flatMap((hour) => {
    const share = (Math.min(toMs, hour.hourMs + HOUR_MS) - Math.max(fromMs, hour.hourMs)) / HOUR_MS
    return share <= 0 ? [] : [amountsOf(hour, share)]
  })
}

function moneyOf({ revenue, cost, profit, unknown }: ContractMoney): MoneyPerDay {
  return {
    ...(revenue === undefined ? {} : { revenue }),
    ...(cost === undefined ? {} : { cost }),
    ...(profit === undefined ? {} : { profit }),
    ...(unknown === undefined ? {} : { unknown }),
  }
}

/** Sums what is known, and says that something is not. */
function sumOf(amounts: MoneyPerDay[]): MoneyPerDay {
  const total: MoneyPerDay = {}
  let unknown = 0
  for (const { revenue, cost } of amounts) {
    if (revenue !== undefined) total.revenue = (total.revenue ?? 0) + revenue
    if (cost !== undefined) total.cost = (total.cost ?? 0) + cost
    if (revenue === undefined || cost === undefined) unknown += 1
  }
  return unknown > 0 ? { ...total, unknown: 'What a contract brings or costs is not known: it is left out' } : total
}

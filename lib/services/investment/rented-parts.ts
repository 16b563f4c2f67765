import { type CloudContract, listCloudContracts } from '#lib/db/cloud-contracts'
import { receivedBySubject } from '#lib/db/contract-ledger'
import type { Database } from '#lib/db/database'
import { listHashOrders } from '#lib/db/hash-orders'
import { contractMoney } from '#lib/domain/cloud-contract'
import { daysBelowFee, forecastTermination, type Scenario } from '#lib/domain/contract-termination'
import type { Rates } from '#lib/domain/explained-money'
import { orderSpan } from '#lib/domain/order-hour'
import type { Assumption } from '#lib/domain/payback'
import { valueOfPico } from '#lib/domain/pico'
import { DAY_MS, SECONDS_PER_DAY } from '#lib/domain/units'
import { contractDays } from '../contracts/contract-days.ts'
import { outlookOf } from '../contracts/contract-outlook.ts'
import { loadFiatRates } from '../contracts/load-fiat-rates.ts'
import type { DayRates } from './day-rates.ts'
import type { EarnedMonth } from './earned-months.ts'
import { type InvestmentPart, inOneCurrency } from './investment-parts.ts'

/** A contract that was paid for, or an order, with what was put into it and what it brought. */
export type RentedPart = { subject: string; name: string; part: InvestmentPart }

/**
 * Contracts and orders as investments. Nothing is left of them at the end, so that they have no book value. An order's
 * outlay is what was spent on it, which the ledger has as its cost: it is not counted twice. Of an order of which nothing
 * was received yet nobody knows what it earned.
 */
export async function rentedParts(
  { database, rates, dayRates }: { database: Database; rates: Rates; dayRates: DayRates },
  months: ReadonlyMap<string, EarnedMonth[]>,
  { timeZone, zoneOf }: { timeZone: string; zoneOf: (siteId: number) => string },
  nowMs: number,
): Promise<RentedPart[]> {
  const fiat = (await loadFiatRates(database)).at(nowMs)
  const found: RentedPart[] = []
  for (const contract of await listCloudContracts(database)) {
    const { id, name, paid, startsAtMs, siteId } = contract
    if (!paid || startsAtMs > nowMs) continue
    const subject = `contract:${id}`
    const zone = zoneOf(siteId)
    const day = contractDay(contract, rates, fiat, nowMs)
    const spent = { subject, kind: 'other', amountNano: paid.nano, currency: paid.currency, atMs: startsAtMs } as const
    found.push({
      ...{ subject, name },
      part: {
        ...{ subject, machine: true, timeZone: zone, months: months.get(subject) ?? [] },
        ...(await inOneCurrency([spent], dayRates, { timeZone: zone, writeOffMonths: 1 })),
        perDay: day,
        ...(await endOf(database, contract, day, { zone, currency: rates.currency, nowMs })),
      },
    })
  }
  for (const order of await listHashOrders(database)) {
    const { id, name, paidCoin, spentPico, startsAtMs } = order
    const { toMs } = orderSpan(order)
    const subject = `order:${id}`
    const price = await dayRates.price(paidCoin, startsAtMs)
    const amountNano = price === undefined ? undefined : valueOfPico(spentPico, price)
    const earned = (await receivedBySubject(database, subject)).length > 0
    if (!earned || startsAtMs > nowMs) continue
    found.push({
      ...{ subject, name },
      part: {
        ...{ subject, machine: true, timeZone, perDay: { revenue: 0, cost: 0 } },
        paid: amountNano === undefined ? [] : [{ kind: 'other', amountNano, atMs: startsAtMs }],
        ...(amountNano === undefined
          ? { paidUnknown: `the price of ${paidCoin} when ${name} began is not known` }
          : {}),
        months: (months.get(subject) ?? []).map((month) => ({ ...month, costNano: 0n })),
        endsAfterDays: () => Math.max(0, (toMs - nowMs) / DAY_MS),
        ...(toMs <= nowMs ? { endedAtMs: toMs } : {}),
      },
    })
  }
  return found
}

function contractDay(
  contract: CloudContract,
  rates: Rates,
  fiat: ReturnType<Awaited<ReturnType<typeof loadFiatRates>>['at']>,
  nowMs: number,
): InvestmentPart['perDay'] {
  if (contract.endsAtMs !== undefined && contract.endsAtMs <= nowMs) return { revenue: 0, cost: 0 }
  const { revenue, cost, unknown } = contractMoney(contract, SECONDS_PER_DAY, nowMs, rates, fiat)
  if (revenue === undefined || cost === undefined) {
    return { unknown: unknown ?? `the present profit of ${contract.name} is not known` }
  }
  return { revenue, cost }
}

/** When a contract ended, or how its end is forecast: by its own rule and term, under the assumptions of a payback. */
async function endOf(
  database: Database,
  contract: CloudContract,
  perDay: InvestmentPart['perDay'],
  { zone, currency, nowMs }: { zone: string; currency: string; nowMs: number },
): Promise<Pick<InvestmentPart, 'endsAfterDays' | 'endedAtMs'>> {
  const { id, endsAtMs } = contract
  if (endsAtMs !== undefined && endsAtMs <= nowMs) return { endsAfterDays: () => 0, endedAtMs: endsAtMs }
  if ('unknown' in perDay) return {}
  const below = daysBelowFee(await contractDays(database, id, zone, nowMs, currency))
  const outlook = outlookOf(contract, perDay, below, nowMs)
  if (!outlook) return {}
  return { endsAfterDays: (assumption) => forecastTermination(outlook, [scenarioOf(assumption)])[0]?.days }
}

const MONTH_DAYS = 30
const YEAR_DAYS = 365

/** Growth of difficulty is told for the same 14 days in both; a price's drift over a year becomes one over 30 days. */
function scenarioOf({ difficultyGrowthPerPeriod, priceDriftPerYear }: Assumption): Scenario {
  return {
    name: 'payback',
    difficultyPercent: difficultyGrowthPerPeriod * 100,
    pricePercent: ((1 + priceDriftPerYear) ** (MONTH_DAYS / YEAR_DAYS) - 1) * 100,
  }
}

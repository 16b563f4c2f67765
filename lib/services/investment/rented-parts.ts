import { type CloudContract, listCloudContracts } from '#lib/db/cloud-contracts'
import { receivedBySubject } from '#lib/db/contract-ledger'
import type { Database } from '#lib/db/database'
import { listHashOrders } from '#lib/db/hash-orders'
import { contractMoney } from '#lib/domain/cloud-contract'
import type { Rates } from '#lib/domain/explained-money'
import { valueOfPico } from '#lib/domain/pico'
import { SECONDS_PER_DAY } from '#lib/domain/units'
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
    const spent = { subject, kind: 'other', amountNano: paid.nano, currency: paid.currency, atMs: startsAtMs } as const
    found.push({
      ...{ subject, name },
      part: {
        ...{ subject, machine: true, timeZone: zone, months: months.get(subject) ?? [] },
        ...(await inOneCurrency([spent], dayRates, { timeZone: zone, writeOffMonths: 1 })),
        perDay: contractDay(contract, rates, fiat, nowMs),
      },
    })
  }
  for (const { id, name, paidCoin, spentPico, startsAtMs } of await listHashOrders(database)) {
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

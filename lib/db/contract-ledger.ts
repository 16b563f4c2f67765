import type { Rows } from './rows.ts'

/** A closed hour of a contract; absent amounts are not known. */
export type ContractHour = {
  subject: string
  hourMs: number
  currency: string
  revenueNano?: bigint
  costNano?: bigint
}

/** The closed hours of these subjects in `[fromMs, toMs)`. */
export async function contractHours(
  rows: Rows,
  subjects: string[],
  fromMs: number,
  toMs: number,
): Promise<ContractHour[]> {
  const found = await rows.ledgerHour.findMany({
    where: { subject: { in: subjects }, hourMs: { gte: BigInt(fromMs), lt: BigInt(toMs) } },
    select: { subject: true, hourMs: true, currency: true, revenueNano: true, costNano: true },
    orderBy: { hourMs: 'asc' },
  })
  return found.map(({ subject, hourMs, currency, revenueNano, costNano }) => ({
    subject,
    hourMs: Number(hourMs),
    currency,
    ...(revenueNano === null ? {} : { revenueNano }),
    ...(costNano === null ? {} : { costNano }),
  }))
}

/** The first and last closed hour of a subject; undefined where there is none. */
export async function spanOfSubject(
  rows: Rows,
  subject: string,
): Promise<{ fromMs: number; toMs: number } | undefined> {
  const { _min, _max } = await rows.ledgerHour.aggregate({
    where: { subject },
    _min: { hourMs: true },
    _max: { hourMs: true },
  })
  return _min.hourMs === null || _max.hourMs === null
    ? undefined
    : { fromMs: Number(_min.hourMs), toMs: Number(_max.hourMs) }
}

/** Coins received for a subject, newest first; valued where a price of then was known. */
export async function receiptsOfSubject(rows: Rows, subject: string) {
  const found = await rows.receipt.findMany({ where: { subject }, orderBy: { receivedAtMs: 'desc' }, take: 1_000 })
  return found.map(({ id, kind, coin, amountPico, receivedAtMs, valueNano, priceCurrency }) => ({
    ...{ id, kind, coin, amountPico },
    receivedAtMs: Number(receivedAtMs),
    ...(valueNano === null ? {} : { valueNano }),
    ...(priceCurrency === null ? {} : { currency: priceCurrency }),
  }))
}

/** Coins received for a subject in all, by coin. */
export async function receivedBySubject(rows: Rows, subject: string): Promise<{ coin: string; pico: bigint }[]> {
  const found = await rows.receipt.groupBy({
    by: ['coin'],
    where: { subject },
    _sum: { amountPico: true },
    orderBy: { coin: 'asc' },
  })
  return found.map(({ coin, _sum }) => ({ coin, pico: _sum.amountPico ?? 0n }))
}

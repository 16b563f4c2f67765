import type { Rows } from './rows.ts'

/** What one unit of a fiat currency cost in another (`quote`) at an hour. Moments are epoch ms. */
export type FiatRateRow = {
  currency: string
  quote: string
  hourMs: number
  rate: number
  source: string
  observedAtMs: number
}

/** Writes or replaces hours of fiat rates. */
export async function saveFiatRates(rows: Rows, rates: FiatRateRow[]): Promise<void> {
  for (const { currency, quote, hourMs, ...rest } of rates) {
    const key = { currency, quote, hourMs: BigInt(hourMs) }
    const figures = { rate: rest.rate, source: rest.source, observedAtMs: BigInt(rest.observedAtMs) }
    await rows.fiatRate.upsert({
      where: { currency_quote_hourMs: key },
      create: { ...key, ...figures },
      update: figures,
    })
  }
}

/** The last rate of a pair at or before `atMs`, and the first one after it; each undefined where there is none. */
export async function fiatRatesAround(rows: Rows, pair: { currency: string; quote: string }, atMs: number) {
  const [before, after] = await Promise.all([
    rows.fiatRate.findFirst({ where: { ...pair, hourMs: { lte: BigInt(atMs) } }, orderBy: { hourMs: 'desc' } }),
    rows.fiatRate.findFirst({ where: { ...pair, hourMs: { gt: BigInt(atMs) } }, orderBy: { hourMs: 'asc' } }),
  ])
  return { before: before ? toRate(before) : undefined, after: after ? toRate(after) : undefined }
}

function toRate(row: Omit<FiatRateRow, 'hourMs' | 'observedAtMs'> & { hourMs: bigint; observedAtMs: bigint }) {
  return { ...row, hourMs: Number(row.hourMs), observedAtMs: Number(row.observedAtMs) }
}

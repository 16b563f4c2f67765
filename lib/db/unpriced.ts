import type { Rows } from './rows.ts'

/** Moments (epoch ms) that want a price of the past: of receipts without one, and of outlays by their currency. */
export async function unpricedMoments(rows: Rows): Promise<{
  receipts: { coin: string; atMs: number }[]
  outlays: { currency: string; atMs: number }[]
}> {
  const [receipts, outlays] = await Promise.all([
    rows.receipt.findMany({ where: { price: null }, select: { coin: true, receivedAtMs: true }, take: 10_000 }),
    rows.investment.findMany({ select: { currency: true, atMs: true } }),
  ])
  return {
    receipts: receipts.map(({ coin, receivedAtMs }) => ({ coin, atMs: Number(receivedAtMs) })),
    outlays: outlays.map(({ currency, atMs }) => ({ currency, atMs: Number(atMs) })),
  }
}

/** The currencies in which something is kept: fees and prices of contracts, outlays. Some may be coins. */
export async function currenciesInUse(rows: Rows): Promise<string[]> {
  const [fees, paid, outlays] = await Promise.all([
    rows.cloudContract.findMany({ distinct: ['feeCurrency'], select: { feeCurrency: true } }),
    rows.cloudContract.findMany({ distinct: ['paidCurrency'], select: { paidCurrency: true } }),
    rows.investment.findMany({ distinct: ['currency'], select: { currency: true } }),
  ])
  const all = [
    ...fees.map(({ feeCurrency }) => feeCurrency),
    ...paid.map(({ paidCurrency }) => paidCurrency),
    ...outlays.map(({ currency }) => currency),
  ]
  return [...new Set(all.filter((currency) => currency !== null))].sort()
}

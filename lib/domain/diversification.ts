/** A part of the income, by coin, payer, site or kind. */
export type IncomeShare = { key: string; amount: number; share: number }

/** Above this share one coin or payer carries the income nearly alone: what happens to it happens to everything. */
const CARRIES_NEARLY_ALL = 0.8

/**
 * How an income is spread: parts above zero as shares of their sum, largest first, and the one that carries more than
 * 80 % of it where there is one beside others or alone. Parts that are unknown, zero or negative are no income.
 */
export function spreadOfIncome(amounts: ReadonlyMap<string, number | undefined>): {
  shares: IncomeShare[]
  carrier: IncomeShare | undefined
} {
  const known = [...amounts].flatMap(([key, amount]) =>
    amount !== undefined && amount > 0 && Number.isFinite(amount) ? [{ key, amount }] : [],
  )
  const total = known.reduce((sum, { amount }) => sum + amount, 0)
  const shares = known
    .map(({ key, amount }) => ({ key, amount, share: amount / total }))
    .sort((one, other) => other.share - one.share || one.key.localeCompare(other.key))
  const [largest] = shares
  return { shares, carrier: largest && largest.share > CARRIES_NEARLY_ALL ? largest : undefined }
}

import type { Database } from '#lib/db/database'
import { fromNano, toNano } from '#lib/domain/money'
import { DAY_MS } from '#lib/domain/units'
import { fiatRate } from '../fiat-rate.ts'
import { priceAt } from '../price-at.ts'

/** What coins and currencies were worth on a day, in one currency; undefined is not known. Each is looked up once. */
export type DayRates = {
  price(coin: string, atMs: number): Promise<number | undefined>
  inCurrency(amountNano: bigint, from: string, atMs: number): Promise<bigint | undefined>
}

export function dayRates(database: Database, currency: string): DayRates {
  const seen = new Map<string, Promise<number | undefined>>()
  const once = (key: string, atMs: number, look: () => Promise<number | undefined>) => {
    const dated = `${key}/${Math.floor(atMs / DAY_MS)}`
    const known = seen.get(dated) ?? look()
    seen.set(dated, known)
    return known
  }
  return {
    price: (coin, atMs) =>
      once(`coin ${coin}`, atMs, async () => (await priceAt(database, { coin, currency, atMs }))?.price),
    async inCurrency(amountNano, from, atMs) {
      if (from === currency) return amountNano
      const rate = await once(
        `fiat ${from}`,
        atMs,
        async () => (await fiatRate(database, { from, to: currency, atMs }))?.rate,
      )
      return rate === undefined ? undefined : toNano(fromNano(amountNano) * rate)
    },
  }
}

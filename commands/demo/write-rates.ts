import type { Database } from '#lib/db/database'
import { type PriceRow, savePrices } from '#lib/db/rates'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import { importRatesCsv } from '#lib/services/import-rates-csv'
import { marketSnapshot, SNAPSHOT_SOURCE } from '#lib/services/market-snapshot'
import { saveNextDifficulty } from '#lib/services/next-difficulties'

const HOURS_MOVED = 48

/**
 * Of 2021, as an owner would take them in from a file: round figures of the order then seen. A contract's first hours may
 * lie in January by its site's clock.
 */
const RATES_OF_2021 = `time,coin,currency,price,difficulty,reward
2021-02-01,ETH,USD,1350,4300000000000000,2.3
2021-02-14,ETH,USD,1810,4700000000000000,2.3
2021-03-16,ETH,USD,1800,5600000000000000,2.3
2021-04-19,ETH,USD,2160,6700000000000000,2.3
2021-05-21,ETH,USD,2440,7900000000000000,2.2
2021-07-02,ETH,USD,2150,6200000000000000,2.1
2021-09-11,ETH,USD,3270,9000000000000000,2.1
2021-01-15,BTC,USD,37000,,
2021-02-01,BTC,USD,33000,,
2021-02-15,BTC,USD,48000,,
2021-03-15,BTC,USD,56000,,
2021-04-15,BTC,USD,63000,,
2021-05-15,BTC,USD,47000,,
2021-06-15,BTC,USD,40000,,
2021-07-15,BTC,USD,32000,,
2021-08-15,BTC,USD,47000,,
2021-09-15,BTC,USD,48000,,
`

/**
 * Beside the snapshot: prices of the last two days that move about it, so that a day has a yesterday to be compared with;
 * the next difficulty of Bitcoin as a source would tell it; and Ethereum as it was in 2021.
 */
export async function writeRates(database: Database, currency: string, nowMs: number): Promise<void> {
  const lastHourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  const prices = marketSnapshot().prices.flatMap(({ coin, ...inCurrency }, index): PriceRow[] => {
    const price = inCurrency[currency]
    if (typeof price !== 'number') return []
    return Array.from({ length: HOURS_MOVED + 1 }, (_, hour): PriceRow => {
      const hourMs = lastHourMs - (HOURS_MOVED - hour) * HOUR_MS
      // Each coin by its own part of a wave, up to 2.5 % to either side, that ends where the snapshot is.
      const moved = 1 + 0.025 * Math.sin((hour - HOURS_MOVED) / (7 + index))
      return { coin, currency, hourMs, price: rounded(price * moved), source: SNAPSHOT_SOURCE, observedAtMs: hourMs }
    })
  })
  await database.$transaction((rows) => savePrices(rows, prices), { timeout: 60_000 })
  const network = marketSnapshot().networks.find(({ coin }) => coin === 'BTC')
  await saveNextDifficulty(database, {
    coin: 'BTC',
    height: Math.ceil((network?.height ?? 0) / 2016) * 2016,
    atMs: lastHourMs + 5 * DAY_MS,
    change: 0.031,
    source: SNAPSHOT_SOURCE,
    observedAtMs: lastHourMs,
  })
  const taken = await importRatesCsv(database, { csv: RATES_OF_2021, currency }, nowMs)
  if (!taken.ok) throw new Error(Object.values(taken.problems).join(' '))
}

function rounded(price: number): number {
  return Number(price.toPrecision(6))
}

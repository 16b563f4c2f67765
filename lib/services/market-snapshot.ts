import { z } from 'zod'
import { saveMarketplaces, saveNetworks, savePrices } from '#lib/db/rates'
import type { Rows } from '#lib/db/rows'
import { HOUR_MS } from '#lib/domain/units'
import file from '../../data/market-snapshot.json' with { type: 'json' }

/** The source of every rate of the snapshot, shown with it. */
export const SNAPSHOT_SOURCE = 'snapshot'

const positive = z.number().positive()

const snapshotSchema = z.object({
  takenAt: z.iso.datetime(),
  note: z.string(),
  prices: z.array(z.object({ coin: z.string() }).catchall(positive)),
  networks: z.array(
    z.object({ coin: z.string(), difficulty: positive, height: z.int().positive(), rewardPerBlock: positive }),
  ),
  marketplaces: z.array(
    z.object({ marketplace: z.string(), algorithm: z.string(), coin: z.string(), coinPerHash: positive }),
  ),
})

export type MarketSnapshot = z.infer<typeof snapshotSchema>

/** The dated, illustrative rates of `data/market-snapshot.json`. Throws when the file is not what it should be. */
export function marketSnapshot(): MarketSnapshot {
  return snapshotSchema.parse(file)
}

/**
 * Writes the snapshot's rates into the hour of `fromMs`, from which they are carried forward. They keep the date they
 * were taken at, and their source says what they are.
 */
export async function storeMarketSnapshot(rows: Rows, currency: string, fromMs: number): Promise<void> {
  const snapshot = marketSnapshot()
  const dated = {
    hourMs: Math.floor(fromMs / HOUR_MS) * HOUR_MS,
    source: SNAPSHOT_SOURCE,
    observedAtMs: Date.parse(snapshot.takenAt),
  }
  const prices = snapshot.prices.flatMap(({ coin, ...inCurrency }) => {
    const price = inCurrency[currency]
    return typeof price === 'number' ? [{ coin, currency, price, ...dated }] : []
  })
  await savePrices(rows, prices)
  await saveNetworks(
    rows,
    snapshot.networks.map((network) => ({ ...network, ...dated })),
  )
  await saveMarketplaces(
    rows,
    snapshot.marketplaces.map((rate) => ({ ...rate, ...dated })),
  )
}

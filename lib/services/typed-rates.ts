import { z } from 'zod'
import type { Rows } from '#lib/db/rows'
import { type DatedSetting, settingsBeginningWith } from '#lib/db/settings'

/**
 * Rates the owner typed in, as dated settings beside the observed rates, which go on being recorded underneath. A null
 * rate says that from then on the observed ones speak again.
 */
export type TypedRates = {
  /** By `coin/currency`. */
  prices: Map<string, { fromMs: number; rate: TypedPrice | null }[]>
  /** By coin. */
  networks: Map<string, { fromMs: number; rate: TypedNetwork | null }[]>
  /** By `marketplace/algorithm`. */
  marketplaces: Map<string, { fromMs: number; rate: TypedMarketplace | null }[]>
}

export type TypedPrice = { price: number }
export type TypedNetwork = { difficulty: number; rewardPerBlock: number; height?: number }
export type TypedMarketplace = { coin: string; coinPerHash: number }

const PREFIX = 'typed-rate/'

/** The name of the setting that holds a typed rate. */
export const typedRateName = {
  price: (coin: string, currency: string) => `${PREFIX}price/${coin}/${currency}`,
  network: (coin: string) => `${PREFIX}network/${coin}`,
  marketplace: (marketplace: string, algorithm: string) => `${PREFIX}marketplace/${marketplace}/${algorithm}`,
}

const positive = z.number().positive()
const price = z.object({ price: positive }).nullable()
const network = z
  .object({ difficulty: positive, rewardPerBlock: z.number().nonnegative(), height: z.number().optional() })
  .nullable()
const marketplace = z.object({ coin: z.string(), coinPerHash: z.number().nonnegative() }).nullable()

/** All typed rates ever, oldest first. */
export async function loadTypedRates(rows: Rows): Promise<TypedRates> {
  const settings = await settingsBeginningWith(rows, PREFIX)
  return {
    prices: collect(settings, 'price', price),
    networks: collect(settings, 'network', network),
    marketplaces: collect(settings, 'marketplace', marketplace),
  }
}

function collect<Rate>(settings: DatedSetting[], kind: string, schema: z.ZodType<Rate>) {
  const byKey = new Map<string, { fromMs: number; rate: Rate }[]>()
  const prefix = `${PREFIX}${kind}/`
  for (const { name, fromMs, value } of settings) {
    if (!name.startsWith(prefix)) continue
    const key = name.slice(prefix.length)
    const list = byKey.get(key) ?? []
    list.push({ fromMs, rate: schema.parse(value) })
    byKey.set(key, list)
  }
  return byKey
}

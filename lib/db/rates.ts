import type { Rows } from './rows.ts'

/** What one unit of a coin cost at an hour. Moments are epoch ms. */
export type PriceRow = {
  coin: string
  currency: string
  hourMs: number
  price: number
  source: string
  observedAtMs: number
}

/** How hard a coin was to find at an hour, and what a block paid its miner, in coins. */
export type NetworkRow = {
  coin: string
  hourMs: number
  difficulty: number
  height?: number
  rewardPerBlock: number
  source: string
  observedAtMs: number
}

/** Coins a marketplace paid per hash of an algorithm at an hour. */
export type MarketplaceRow = {
  marketplace: string
  algorithm: string
  hourMs: number
  coin: string
  coinPerHash: number
  source: string
  observedAtMs: number
}

export type RateRows = { prices: PriceRow[]; networks: NetworkRow[]; marketplaces: MarketplaceRow[] }

const KEY_SEPARATOR = '\u0000'

/**
 * The rates of `[fromMs, toMs]`, oldest first, and of each coin the last one before it, which still speaks then: what
 * is needed to carry the last known rate forward through the span.
 */
export async function ratesSpeakingIn(rows: Rows, currency: string, fromMs: number, toMs: number): Promise<RateRows> {
  const within = { gte: BigInt(fromMs), lte: BigInt(toMs) }
  const before = { lt: BigInt(fromMs) }
  const keys = await rateKeys(rows)
  const newest = { hourMs: 'desc' as const }
  const [prices, networks, marketplaces, price, network, marketplace] = await Promise.all([
    rows.coinPrice.findMany({ where: { currency, hourMs: within }, orderBy: { hourMs: 'asc' } }),
    rows.networkRate.findMany({ where: { hourMs: within }, orderBy: { hourMs: 'asc' } }),
    rows.marketplaceRate.findMany({ where: { hourMs: within }, orderBy: { hourMs: 'asc' } }),
    Promise.all(
      keys.priced.map((coin) =>
        rows.coinPrice.findFirst({ where: { coin, currency, hourMs: before }, orderBy: newest }),
      ),
    ),
    Promise.all(
      keys.networks.map((coin) => rows.networkRate.findFirst({ where: { coin, hourMs: before }, orderBy: newest })),
    ),
    Promise.all(
      keys.marketplaces.map((key) =>
        rows.marketplaceRate.findFirst({ where: { ...key, hourMs: before }, orderBy: newest }),
      ),
    ),
  ])
  return {
    prices: [...present(price), ...prices].map(toPrice),
    networks: [...present(network), ...networks].map(toNetwork),
    marketplaces: [...present(marketplace), ...marketplaces].map(toMarketplace),
  }
}

/** Writes or replaces hours of prices, in one transaction of the caller's or statement by statement. */
export async function savePrices(rows: Rows, prices: PriceRow[]): Promise<void> {
  for (const { coin, currency, hourMs, ...rest } of prices) {
    const key = { coin, currency, hourMs: BigInt(hourMs) }
    const figures = { price: rest.price, source: rest.source, observedAtMs: BigInt(rest.observedAtMs) }
    await rows.coinPrice.upsert({
      where: { coin_currency_hourMs: key },
      create: { ...key, ...figures },
      update: figures,
    })
  }
}

/** Writes or replaces hours of network rates. */
export async function saveNetworks(rows: Rows, networks: NetworkRow[]): Promise<void> {
  for (const { coin, hourMs, ...rest } of networks) {
    const key = { coin, hourMs: BigInt(hourMs) }
    const figures = {
      difficulty: rest.difficulty,
      height: rest.height ?? null,
      rewardPerBlock: rest.rewardPerBlock,
      source: rest.source,
      observedAtMs: BigInt(rest.observedAtMs),
    }
    await rows.networkRate.upsert({ where: { coin_hourMs: key }, create: { ...key, ...figures }, update: figures })
  }
}

/** Writes or replaces hours of marketplace rates. */
export async function saveMarketplaces(rows: Rows, marketplaces: MarketplaceRow[]): Promise<void> {
  for (const { marketplace, algorithm, hourMs, ...rest } of marketplaces) {
    const key = { marketplace, algorithm, hourMs: BigInt(hourMs) }
    const figures = { ...rest, observedAtMs: BigInt(rest.observedAtMs) }
    await rows.marketplaceRate.upsert({
      where: { marketplace_algorithm_hourMs: key },
      create: { ...key, ...figures },
      update: figures,
    })
  }
}

/** When the rate of an hour was observed and by whom, to know what may be replaced; undefined when there is none. */
export async function findPrice(rows: Rows, coin: string, currency: string, hourMs: number) {
  const row = await rows.coinPrice.findUnique({
    where: { coin_currency_hourMs: { coin, currency, hourMs: BigInt(hourMs) } },
  })
  return row ? toPrice(row) : undefined
}

/** The network rate written for exactly this hour, or undefined. */
export async function findNetwork(rows: Rows, coin: string, hourMs: number) {
  const row = await rows.networkRate.findUnique({ where: { coin_hourMs: { coin, hourMs: BigInt(hourMs) } } })
  return row ? toNetwork(row) : undefined
}

/** The last price of a coin at or before `atMs`, or undefined. */
export async function lastPrice(rows: Rows, coin: string, currency: string, atMs: number) {
  const row = await rows.coinPrice.findFirst({
    where: { coin, currency, hourMs: { lte: BigInt(atMs) } },
    orderBy: { hourMs: 'desc' },
  })
  return row ? toPrice(row) : undefined
}

/** The last price of a coin at or before `atMs`, and the first one after it; each undefined where there is none. */
export async function pricesAround(rows: Rows, priced: { coin: string; currency: string }, atMs: number) {
  const [before, after] = await Promise.all([
    lastPrice(rows, priced.coin, priced.currency, atMs),
    rows.coinPrice.findFirst({ where: { ...priced, hourMs: { gt: BigInt(atMs) } }, orderBy: { hourMs: 'asc' } }),
  ])
  return { before, after: after ? toPrice(after) : undefined }
}

/** The last network rate of a coin at or before `atMs`, or undefined. */
export async function lastNetwork(rows: Rows, coin: string, atMs: number) {
  const row = await rows.networkRate.findFirst({
    where: { coin, hourMs: { lte: BigInt(atMs) } },
    orderBy: { hourMs: 'desc' },
  })
  return row ? toNetwork(row) : undefined
}

// A loose index scan: each key costs one seek, however many years of hours lie under it.
async function rateKeys(rows: Rows) {
  const priced = await stepThrough(async (after) => {
    const row = await rows.coinPrice.findFirst({
      where: { coin: { gt: after } },
      orderBy: [{ coin: 'asc' }, { currency: 'asc' }, { hourMs: 'asc' }],
      select: { coin: true },
    })
    return row?.coin
  })
  const networks = await stepThrough(async (after) => {
    const row = await rows.networkRate.findFirst({
      where: { coin: { gt: after } },
      orderBy: [{ coin: 'asc' }, { hourMs: 'asc' }],
      select: { coin: true },
    })
    return row?.coin
  })
  const pairs = await stepThrough(async (after) => {
    const [marketplace = '', algorithm = ''] = after.split(KEY_SEPARATOR)
    const row = await rows.marketplaceRate.findFirst({
      where: { OR: [{ marketplace, algorithm: { gt: algorithm } }, { marketplace: { gt: marketplace } }] },
      orderBy: [{ marketplace: 'asc' }, { algorithm: 'asc' }, { hourMs: 'asc' }],
      select: { marketplace: true, algorithm: true },
    })
    return row ? `${row.marketplace}${KEY_SEPARATOR}${row.algorithm}` : undefined
  })
  const marketplaces = pairs.map((pair) => {
    const [marketplace = '', algorithm = ''] = pair.split(KEY_SEPARATOR)
    return { marketplace, algorithm }
  })
  return { priced, networks, marketplaces }
}

async function stepThrough(next: (after: string) => Promise<string | undefined>): Promise<string[]> {
  const keys: string[] = []
  for (let key = await next(''); key !== undefined; key = await next(key)) keys.push(key)
  return keys
}

function present<Row>(rows: (Row | null)[]): Row[] {
  return rows.filter((row) => row !== null)
}

type Dated = { hourMs: bigint; observedAtMs: bigint }

function dates<Row extends Dated>(row: Row) {
  return { ...row, hourMs: Number(row.hourMs), observedAtMs: Number(row.observedAtMs) }
}

function toPrice(row: Dated & Omit<PriceRow, keyof Dated>): PriceRow {
  return dates(row)
}

function toNetwork(row: Dated & Omit<NetworkRow, keyof Dated | 'height'> & { height: number | null }): NetworkRow {
  return { ...dates(row), height: row.height ?? undefined }
}

function toMarketplace(row: Dated & Omit<MarketplaceRow, keyof Dated>): MarketplaceRow {
  return dates(row)
}

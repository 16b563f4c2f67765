import { type EnergyPrices, energyPrices, type NamedPrice } from '#lib/domain/energy-prices'
import { readCursor, saveCursor } from './job-cursors.ts'
import type { Rows } from './rows.ts'

const VERSION = 'energy-prices/'
const ROWS_AT_ONCE = 2000

// By database: prices of years are read once, and again only after somebody wrote some (here or in another process).
const kept = new WeakMap<Rows, Map<number, { version: number; prices: EnergyPrices }>>()

/** Every price that was named for a site. The answer stays the same object until prices are written. */
export async function energyPricesOf(rows: Rows, siteId: number): Promise<EnergyPrices> {
  const version = (await readCursor(rows, `${VERSION}${siteId}`)) ?? 0
  const bySite = kept.get(rows) ?? new Map<number, { version: number; prices: EnergyPrices }>()
  kept.set(rows, bySite)
  const known = bySite.get(siteId)
  if (known?.version === version) return known.prices
  const prices = energyPrices(await namedPrices(rows, siteId))
  bySite.set(siteId, { version, prices })
  return prices
}

/**
 * Writes prices, each replacing the one that began at the same moment, and answers with those that say something new.
 * What came by a file stays against what a service says of the same span.
 */
export async function saveEnergyPrices(
  rows: Rows,
  siteId: number,
  prices: NamedPrice[],
  observedAtMs: number,
): Promise<NamedPrice[]> {
  const first = prices.reduce((least, { fromMs }) => Math.min(least, fromMs), Number.POSITIVE_INFINITY)
  if (prices.length === 0) return []
  const last = prices.reduce((most, { fromMs }) => Math.max(most, fromMs), first)
  const present = new Map((await namedPrices(rows, siteId, first, last)).map((price) => [price.fromMs, price]))
  const byStart = new Map(prices.map((price) => [price.fromMs, price]))
  const news = [...byStart.values()].filter((price) => isNews(price, present.get(price.fromMs)))
  for (let at = 0; at < news.length; at += ROWS_AT_ONCE) {
    const part = news.slice(at, at + ROWS_AT_ONCE)
    await rows.energyPrice.deleteMany({
      where: {
        siteId,
        fromMs: { in: part.filter(({ fromMs }) => present.has(fromMs)).map(({ fromMs }) => BigInt(fromMs)) },
      },
    })
    await rows.energyPrice.createMany({
      data: part.map(({ fromMs, toMs, pricePerKwh, source }) => ({
        siteId,
        fromMs: BigInt(fromMs),
        toMs: BigInt(toMs),
        pricePerKwh,
        source,
        observedAtMs: BigInt(observedAtMs),
      })),
    })
  }
  if (news.length > 0) await tellVersion(rows, siteId)
  return news
}

/**
 * Forgets what services named of the time since `fromMs`, at every site: it was in another currency. What came by file
 * stays, as tariffs do.
 */
export async function forgetNamedPrices(rows: Rows, fromMs: number): Promise<void> {
  const named = { source: { not: 'csv' } }
  const since = { ...named, fromMs: { gte: BigInt(fromMs) } }
  const across = { ...named, fromMs: { lt: BigInt(fromMs) }, toMs: { gt: BigInt(fromMs) } }
  const siteIds = (
    await rows.energyPrice.findMany({ where: named, distinct: ['siteId'], select: { siteId: true } })
  ).map(({ siteId }) => siteId)
  await rows.energyPrice.deleteMany({ where: since })
  await rows.energyPrice.updateMany({ where: across, data: { toMs: BigInt(fromMs) } })
  for (const siteId of siteIds) await tellVersion(rows, siteId)
}

async function tellVersion(rows: Rows, siteId: number): Promise<void> {
  const name = `${VERSION}${siteId}`
  await saveCursor(rows, name, ((await readCursor(rows, name)) ?? 0) + 1)
}

function isNews(price: NamedPrice, present: NamedPrice | undefined): boolean {
  if (!present) return true
  if (present.source === 'csv' && price.source !== 'csv') return false
  return present.toMs !== price.toMs || present.pricePerKwh !== price.pricePerKwh || present.source !== price.source
}

async function namedPrices(rows: Rows, siteId: number, fromMs?: number, toMs?: number): Promise<NamedPrice[]> {
  const found = await rows.energyPrice.findMany({
    where: {
      siteId,
      ...(fromMs === undefined || toMs === undefined ? {} : { fromMs: { gte: BigInt(fromMs), lte: BigInt(toMs) } }),
    },
    orderBy: { fromMs: 'asc' },
    select: { fromMs: true, toMs: true, pricePerKwh: true, source: true },
  })
  return found.map((row) => ({ ...row, fromMs: Number(row.fromMs), toMs: Number(row.toMs) }))
}

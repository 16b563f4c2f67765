import type { Database } from '#lib/db/database'
import { energyPricesOf } from '#lib/db/energy-prices'
import { findSite } from '#lib/db/sites'
import type { NamedPrice } from '#lib/domain/energy-prices'
import { type Refused, refused, type Saved } from '../saved.ts'
import { readEnergyCsv } from './energy-csv.ts'
import { takeEnergyPrices } from './take-energy-prices.ts'

/** What a file of prices says, before it is taken. */
export type EnergyCsvPreview = {
  count: number
  /** Of these, those that differ from what is known. */
  news: number
  fromMs: number
  toMs: number
  lowest: number
  highest: number
  /** The first ones. */
  sample: NamedPrice[]
}

type EnergyFile = { siteId: number; csv: string }

const SAMPLE = 5

/** Reads a file without taking it. */
export async function previewEnergyPrices(
  database: Database,
  { siteId, csv }: EnergyFile,
): Promise<({ ok: true } & EnergyCsvPreview) | Refused> {
  if (!(await findSite(database, siteId))) return refused('form', 'This site is gone')
  const read = readEnergyCsv(csv)
  if (!read.ok) return read
  const known = await energyPricesOf(database, siteId)
  const { prices } = read
  const [first] = prices
  const last = prices.at(-1)
  if (!first || !last) return refused('csv', 'The file has no rows')
  return {
    ok: true,
    count: prices.length,
    news: prices.filter((price) => !isKnown(price, known.at(price.fromMs))).length,
    fromMs: first.fromMs,
    toMs: last.toMs,
    lowest: prices.reduce((least, { pricePerKwh }) => Math.min(least, pricePerKwh), first.pricePerKwh),
    highest: prices.reduce((most, { pricePerKwh }) => Math.max(most, pricePerKwh), first.pricePerKwh),
    sample: prices.slice(0, SAMPLE),
  }
}

/**
 * Takes a site's prices from a file, each replacing what was known of its span. One bad row, and nothing is taken: the
 * answer names each by its line. The same file again changes nothing.
 */
export async function importEnergyPrices(
  database: Database,
  { siteId, csv }: EnergyFile,
  nowMs = Date.now(),
): Promise<Saved<{ taken: number }>> {
  const site = await findSite(database, siteId)
  if (!site) return refused('form', 'This site is gone')
  const read = readEnergyCsv(csv)
  if (!read.ok) return read
  const { news, recompute } = await takeEnergyPrices(database, site, read.prices, nowMs)
  if (news.length === 0) return { ok: true, changes: [], taken: 0 }
  return {
    ok: true,
    changes: [{ kind: 'sites' }],
    recompute,
    taken: news.length,
  }
}

function isKnown(price: NamedPrice, known: NamedPrice | undefined): boolean {
  return (
    known?.fromMs === price.fromMs &&
    known.toMs === price.toMs &&
    known.pricePerKwh === price.pricePerKwh &&
    known.source === price.source
  )
}

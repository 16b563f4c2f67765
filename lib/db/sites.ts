import type { EnergyPrices } from '#lib/domain/energy-prices'
import type { Tariff } from '#lib/domain/tariff'
import { energyPricesOf } from './energy-prices.ts'
import type { Rows } from './rows.ts'

/** A site with its tariffs, each speaking from `fromMs` (epoch ms) until the next one's; oldest first. */
export type Site = {
  id: number
  name: string
  timeZone: string
  createdAtMs: number
  tariffs: { fromMs: number; tariff: Tariff }[]
  /** What somebody named, where one of the tariffs is dynamic. */
  energyPrices?: EnergyPrices
}

/** All sites by name, with their tariffs. */
export async function listSites(rows: Rows): Promise<Site[]> {
  const sites = await rows.site.findMany({
    include: { tariffs: { orderBy: { fromMs: 'asc' } } },
    orderBy: { name: 'asc' },
  })
  const parsed = sites.map(({ id, name, timeZone, createdAtMs, tariffs }) => ({
    id,
    name,
    timeZone,
    createdAtMs: Number(createdAtMs),
    tariffs: tariffs.map((row) => ({ fromMs: Number(row.fromMs), tariff: parseTariff(row.tariff) })),
  }))
  return Promise.all(
    parsed.map(async (site) =>
      site.tariffs.some(({ tariff }) => tariff.dynamic)
        ? { ...site, energyPrices: await energyPricesOf(rows, site.id) }
        : site,
    ),
  )
}

/** The site with this id, or undefined. */
export async function findSite(rows: Rows, siteId: number): Promise<Site | undefined> {
  return (await listSites(rows)).find((site) => site.id === siteId)
}

/** Adds a site and answers with its id. A name that is taken throws: callers ask first. */
export async function insertSite(
  rows: Rows,
  site: { name: string; timeZone: string; createdAtMs: number },
): Promise<number> {
  const { id } = await rows.site.create({ data: { ...site, createdAtMs: BigInt(site.createdAtMs) } })
  return id
}

/** Changes what is given of a site. */
export async function updateSite(
  rows: Rows,
  siteId: number,
  change: { name?: string; timeZone?: string },
): Promise<void> {
  await rows.site.update({ where: { id: siteId }, data: change })
}

/** Removes a site with its tariffs and placements. Callers make sure that no rig ever stood there. */
export async function removeSite(rows: Rows, siteId: number): Promise<void> {
  await rows.siteSlot.deleteMany({ where: { siteId } })
  await rows.siteWorkSlot.deleteMany({ where: { siteId } })
  const subject = `site:${siteId}`
  await rows.ledgerHour.deleteMany({ where: { subject } })
  await rows.ledgerSuperseded.deleteMany({ where: { subject } })
  await rows.ledgerPeriod.deleteMany({ where: { subject } })
  await rows.investment.deleteMany({ where: { subject } })
  await rows.site.delete({ where: { id: siteId } })
}

/** Lets a tariff speak at a site from `fromMs` on, replacing the one that began at the same moment. */
export async function saveTariff(rows: Rows, siteId: number, fromMs: number, tariff: Tariff): Promise<void> {
  const key = { siteId, fromMs: BigInt(fromMs) }
  const text = JSON.stringify(tariff)
  await rows.siteTariff.upsert({
    where: { siteId_fromMs: key },
    create: { ...key, tariff: text },
    update: { tariff: text },
  })
}

/** Takes a dated tariff out: the one before it then speaks on. */
export async function removeTariff(rows: Rows, siteId: number, fromMs: number): Promise<void> {
  await rows.siteTariff.deleteMany({ where: { siteId, fromMs: BigInt(fromMs) } })
}

// Only `saveTariff` writes this column, with what a service has checked: the one place where it is trusted.
function parseTariff(text: string): Tariff {
  return JSON.parse(text) as Tariff
}

/** How many rigs stand or stood at a site, and how many tokens in force belong to it. */
export async function countSiteUses(rows: Rows, siteId: number): Promise<{ rigs: number; tokens: number }> {
  const placements = await rows.rigPlacement.findMany({
    where: { siteId },
    distinct: ['rigId'],
    select: { rigId: true },
  })
  const tokens = await rows.agentToken.count({ where: { siteId, revokedAtMs: null } })
  return { rigs: placements.length, tokens }
}

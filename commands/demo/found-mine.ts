import type { Database } from '#lib/db/database'
import { replaceSetting } from '#lib/db/settings'
import { insertSite, saveTariff } from '#lib/db/sites'
import type { PowerCorrection } from '#lib/domain/wall-power'
import { CURRENCY_SETTING } from '#lib/services/currency'
import { storeMarketSnapshot } from '#lib/services/market-snapshot'
import type { RigDescription, SiteName } from '#simulators/rig-description'
import { worksEver } from './past-turns.ts'
import { chargeByMeter } from './site-meter-past.ts'
import { writeRates } from './write-rates.ts'

/** A rig of the demo with what the database calls it. */
export type FoundRig = { id: number; description: RigDescription; correction?: PowerCorrection }

const RIGS_PER_COMMIT = 500
const CURRENCY = 'USD'
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]

/** The site with a meter of its own. */
export const METERED_SITE: SiteName = 'barn'

/** Who pays for the coins of the demo. Their usual fees, where one is known. */
const POOLS: Readonly<Record<string, { pool: string; scheme: string; poolFeePercent: number }>> = {
  BTC: { pool: 'braiins', scheme: 'fpps', poolFeePercent: 1 },
  ETC: { pool: 'twominers', scheme: 'pplns', poolFeePercent: 1 },
  RVN: { pool: 'twominers', scheme: 'pplns', poolFeePercent: 1 },
  ERG: { pool: 'herominers', scheme: 'pplns', poolFeePercent: 0.9 },
  KAS: { pool: 'herominers', scheme: 'pplns', poolFeePercent: 0.9 },
  XMR: { pool: 'supportxmr', scheme: 'pplns', poolFeePercent: 0.6 },
}

const UNNAMED_POOL = { scheme: 'pplns', poolFeePercent: 1 }

/** Two sites with different tariffs and time zones; the cellar has cheap power from 23:30 to 06:30. */
const SITES = {
  cellar: {
    name: 'Cellar',
    timeZone: 'Europe/Berlin',
    tariff: {
      pricePerKwh: 0.11,
      windows: [
        { label: 'night', days: EVERY_DAY, fromMinute: 23 * 60 + 30, toMinute: 6 * 60 + 30, pricePerKwh: 0.06 },
      ],
      fixedPerMonth: 0,
      overheadPercent: 0,
    },
  },
  barn: {
    name: 'Barn',
    timeZone: 'America/Chicago',
    tariff: { pricePerKwh: 0.055, windows: [], fixedPerMonth: 12, overheadPercent: 4 },
  },
} as const

/**
 * Writes sites, tariffs, rigs, who pays for their work and the snapshot's rates. Each rig speaks from the moment
 * that `beginsAt` names by its place in the list, sites and rates from the first rig's.
 */
export async function foundMine(
  database: Database,
  descriptions: RigDescription[],
  beginsAt: (index: number) => number,
  nowMs: number,
): Promise<{ siteIds: Record<SiteName, number>; rigs: FoundRig[] }> {
  const oldestMs = beginsAt(0)
  await replaceSetting(database, CURRENCY_SETTING, 0, CURRENCY)
  await storeMarketSnapshot(database, CURRENCY, oldestMs)
  await writeRates(database, CURRENCY, nowMs)
  const siteIds = { cellar: await foundSite('cellar'), barn: await foundSite('barn') }
  const rigs: FoundRig[] = []
  for (let from = 0; from < descriptions.length; from += RIGS_PER_COMMIT) {
    const some = descriptions.slice(from, from + RIGS_PER_COMMIT)
    const rows = some.map((rig, index) => ({ rig, id: from + index + 1, fromMs: beginsAt(from + index) }))
    await database.$transaction(insertsOf(database, siteIds, rows))
    for (const { rig, id, fromMs } of rows) {
      const correction = correctionOf(rig, fromMs)
      rigs.push({ id, description: rig, ...(correction ? { correction } : {}) })
    }
  }
  return { siteIds, rigs }

  async function foundSite(site: SiteName): Promise<number> {
    const { name, timeZone, tariff } = SITES[site]
    const id = await insertSite(database, { name, timeZone, createdAtMs: oldestMs })
    const windows = tariff.windows.map((window) => ({ ...window, days: [...window.days] }))
    await saveTariff(database, id, oldestMs, { ...tariff, windows })
    if (site === METERED_SITE) await chargeByMeter(database, id, { ...tariff, windows }, nowMs)
    return id
  }
}

type RigToFound = { rig: RigDescription; id: number; fromMs: number }

/** One statement a table, however many rigs: a farm of thousands is founded in a second. The database must have no rigs yet. */
function insertsOf(database: Database, siteIds: Record<SiteName, number>, rows: RigToFound[]) {
  const place = ({ location }: RigDescription) =>
    location ? { row: location.row, rack: location.rack, position: String(location.position) } : {}
  return [
    database.rig.createMany({
      data: rows.map(({ rig, id, fromMs }) => {
        const { name, model } = rig
        return { id, name, model, createdAtMs: BigInt(fromMs), ...place(rig) }
      }),
    }),
    database.rigKey.createMany({ data: rows.map(({ rig, id }) => ({ rigId: id, key: rig.mac })) }),
    database.rigPlacement.createMany({
      data: rows.map(({ rig, id, fromMs }) => ({ rigId: id, fromMs: BigInt(fromMs), siteId: siteIds[rig.site] })),
    }),
    database.rigLifecycle.createMany({
      data: rows.map(({ id, fromMs }) => ({ rigId: id, fromMs: BigInt(fromMs), lifecycle: 'active' })),
    }),
    database.assignment.createMany({
      data: rows.flatMap(({ rig, id, fromMs }) =>
        worksEver(rig).map(({ algorithm, coin }) => ({
          rigId: id,
          algorithm,
          fromMs: BigInt(fromMs),
          payer: rig.payer ?? 'pool',
          coin: rig.payer ? 'BTC' : coin,
          ...(rig.payer ? { scheme: 'unknown', poolFeePercent: 2 } : (POOLS[coin] ?? UNNAMED_POOL)),
          assumed: false,
        })),
      ),
    }),
    database.powerCorrection.createMany({
      data: rows.flatMap(({ rig, id, fromMs }) => {
        const correction = correctionOf(rig, fromMs)
        return correction ? [{ ...correction, rigId: id, fromMs: BigInt(fromMs) }] : []
      }),
    }),
  ]
}

/** As an owner would: XMRig tells no watts, so its meter's figure is typed in; GPU rigs draw more than their GPUs. */
function correctionOf(rig: RigDescription, fromMs: number): PowerCorrection | undefined {
  if (rig.family === 'xmrig') return { fromMs, fixedWatts: rig.typicalWatts }
  if (rig.name === 'gpu-rig-1' || rig.name === 'gpu-rig-2') return { fromMs, overheadWatts: 45, supplyEfficiency: 0.94 }
  return undefined
}

import { saveAssignment } from '#lib/db/assignments'
import type { Database } from '#lib/db/database'
import { insertRig } from '#lib/db/rigs'
import { replaceSetting } from '#lib/db/settings'
import { insertSite, saveTariff } from '#lib/db/sites'
import type { PowerCorrection } from '#lib/domain/wall-power'
import { CURRENCY_SETTING } from '#lib/services/currency'
import { storeMarketSnapshot } from '#lib/services/market-snapshot'
import type { RigDescription, SiteName } from '#simulators/rig-description'

/** A rig of the demo with what the database calls it. */
export type FoundRig = { id: number; description: RigDescription; correction?: PowerCorrection }

const CURRENCY = 'USD'
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]

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

/** Writes sites, tariffs, rigs, who pays for their work and the snapshot's rates, all speaking from `fromMs`. */
export async function foundMine(
  database: Database,
  descriptions: RigDescription[],
  fromMs: number,
): Promise<{ siteIds: Record<SiteName, number>; rigs: FoundRig[] }> {
  await replaceSetting(database, CURRENCY_SETTING, 0, CURRENCY)
  await storeMarketSnapshot(database, CURRENCY, fromMs)
  const siteIds = { cellar: await foundSite('cellar'), barn: await foundSite('barn') }
  const rigs = await database.$transaction(
    async (rows) => {
      const founded: FoundRig[] = []
      for (const description of descriptions) {
        const { mac, name, model, site, location, works, payer } = description
        const id = await insertRig(rows, { key: mac, name, model, siteId: siteIds[site], createdAtMs: fromMs })
        if (location) {
          const place = { row: location.row, rack: location.rack, position: String(location.position) }
          await rows.rig.update({ where: { id }, data: place })
        }
        for (const { algorithm, coin } of works) {
          await saveAssignment(rows, id, {
            algorithm,
            fromMs,
            payer: payer ?? 'pool',
            coin: payer ? 'BTC' : coin,
            scheme: 'pplns',
            poolFeePercent: payer ? 2 : 1,
            assumed: false,
          })
        }
        const correction = correctionOf(description, fromMs)
        if (correction) {
          const { fromMs: since, ...figures } = correction
          await rows.powerCorrection.create({ data: { rigId: id, fromMs: BigInt(since), ...figures } })
        }
        founded.push({ id, description, ...(correction ? { correction } : {}) })
      }
      return founded
    },
    { timeout: 60_000 },
  )
  return { siteIds, rigs }

  async function foundSite(site: SiteName): Promise<number> {
    const { name, timeZone, tariff } = SITES[site]
    const id = await insertSite(database, { name, timeZone, createdAtMs: fromMs })
    await saveTariff(database, id, fromMs, {
      ...tariff,
      windows: tariff.windows.map((w) => ({ ...w, days: [...w.days] })),
    })
    return id
  }
}

/** As an owner would: XMRig tells no watts, so its meter's figure is typed in; GPU rigs draw more than their GPUs. */
function correctionOf(rig: RigDescription, fromMs: number): PowerCorrection | undefined {
  if (rig.family === 'xmrig') return { fromMs, fixedWatts: rig.typicalWatts }
  if (rig.name === 'gpu-rig-1' || rig.name === 'gpu-rig-2') return { fromMs, overheadWatts: 45, supplyEfficiency: 0.94 }
  return undefined
}

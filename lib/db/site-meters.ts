import { momentOf } from './alert-words.ts'
import type { Rows } from './rows.ts'
import { storedObject } from './stored-json.ts'

/** A site's meter. `settings` hold nothing secret; `secrets` is encrypted JSON. */
export type SiteMeterRecord = {
  siteId: number
  kind: string
  settings: Record<string, unknown>
  secrets?: string
  enabled: boolean
  lastReadAtMs?: number
  lastEnergyWh?: number
  lastWatts?: number
  lastProblem?: string
}

/** Meters of all sites. */
export async function siteMeters(rows: Rows): Promise<SiteMeterRecord[]> {
  return (await rows.siteMeter.findMany({ orderBy: { siteId: 'asc' } })).map((row) => ({
    ...{ siteId: row.siteId, kind: row.kind, enabled: row.enabled, settings: storedObject(row.settings) ?? {} },
    secrets: row.secrets ?? undefined,
    lastReadAtMs: momentOf(row.lastReadAtMs),
    lastEnergyWh: row.lastEnergyWh ?? undefined,
    lastWatts: row.lastWatts ?? undefined,
    lastProblem: row.lastProblem ?? undefined,
  }))
}

/** Writes what an owner decides about a site's meter. What it last told is forgotten: another meter may count otherwise. */
export async function saveSiteMeter(
  rows: Rows,
  { settings, secrets, ...meter }: Pick<SiteMeterRecord, 'siteId' | 'kind' | 'settings' | 'secrets' | 'enabled'>,
  createdAtMs: number,
): Promise<void> {
  const data = { ...meter, settings: JSON.stringify(settings), secrets: secrets ?? null }
  const forgotten = { lastReadAtMs: null, lastEnergyWh: null, lastWatts: null, lastProblem: null }
  await rows.siteMeter.upsert({
    where: { siteId: meter.siteId },
    create: { ...data, createdAtMs: BigInt(createdAtMs) },
    update: { ...data, ...forgotten },
  })
}

/** Takes a site's meter away; what it counted stays. False when there was none. */
export async function removeSiteMeter(rows: Rows, siteId: number): Promise<boolean> {
  return (await rows.siteMeter.deleteMany({ where: { siteId } })).count === 1
}

/** Keeps how a meter fared; without a sample its last one stays. */
export async function noteSiteMeter(
  rows: Rows,
  siteId: number,
  { last, problem }: { last?: { atMs: number; watts?: number; energyWh?: number }; problem?: string },
): Promise<void> {
  await rows.siteMeter.updateMany({
    where: { siteId },
    data: {
      lastProblem: problem ?? null,
      ...(last
        ? { lastReadAtMs: BigInt(last.atMs), lastWatts: last.watts ?? null, lastEnergyWh: last.energyWh ?? null }
        : {}),
    },
  })
}

import type { Database } from '#lib/db/database'
import { insertRig } from '#lib/db/rigs'
import type { RigHour } from '#lib/domain/rollup'
import type { Tariff } from '#lib/domain/tariff'
import { createSite } from '#lib/services/create-site'
import { completeFirstRun } from '#lib/services/first-run'

export const FLAT: Tariff = { pricePerKwh: 0.1, windows: [], fixedPerMonth: 0, overheadPercent: 0 }

/** An installation in dollars with one site. */
export async function firstSite(database: Database, timeZone = 'UTC', tariff = FLAT, nowMs = 0): Promise<number> {
  const done = await completeFirstRun(database, { currency: 'USD', siteName: 'Barn', timeZone, tariff }, nowMs)
  if (!done.ok) throw new Error(JSON.stringify(done.problems))
  return done.siteId
}

export async function anotherSite(database: Database, name: string, timeZone: string, tariff = FLAT): Promise<number> {
  const done = await createSite(database, { name, timeZone, tariff })
  if (!done.ok) throw new Error(JSON.stringify(done.problems))
  return done.siteId
}

let made = 0
export async function someRig(database: Database, siteId: number, key?: string, createdAtMs = 0): Promise<number> {
  made += 1
  return insertRig(database, { key: key ?? `key-${made}`, name: `Rig ${made}`, siteId, createdAtMs })
}

/** An hour at 100 TH/s and 3000 W, without a gap. */
export function fullHour(rigId: number, hourMs: number): RigHour & { rigId: number } {
  return {
    rigId,
    hourMs,
    readings: 360,
    seconds: [900, 900, 900, 900],
    poweredSeconds: [900, 900, 900, 900],
    energyWattHours: [750, 750, 750, 750],
    hashingSeconds: 3600,
    pausedSeconds: 0,
    work: [
      {
        algorithm: 'sha256d',
        hashes: [9e16, 9e16, 9e16, 9e16],
        seconds: 3600,
        accepted: 10,
        rejected: 0,
        stale: 0,
      },
    ],
  }
}

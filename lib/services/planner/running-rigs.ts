import { lastHourHashing } from '#lib/db/hours'
import { speaksAt } from '#lib/domain/dated'
import { FULL_HOUR_SECONDS } from '#lib/domain/planner/full-hours'
import { type RigHour, sumOf } from '#lib/domain/rig-hour'
import { DAY_MS } from '#lib/domain/units'
import { type ExplainedMoney, explainDay } from '#lib/domain/valuation'
import { type WallPower, wallPower } from '#lib/domain/wall-power'
import type { SiteSettings } from '../fleet-settings.ts'
import type { LiveRig } from '../live-rig.ts'
import { siteAt } from '../rig-places.ts'
import { explainRigDay } from '../rig-row.ts'
import type { RunningServer } from '../running-server.ts'

type Context = Pick<RunningServer, 'database' | 'fleet'>

/** A rig with what a day of it is worth while it runs. */
export type RunningRig = {
  rig: LiveRig
  site: SiteSettings | undefined
  day: ExplainedMoney
  work: { algorithm: string; hashesPerSecond?: number }[]
  watts: number | undefined
  /** Absent while it runs; else the hour whose figures stand for it. */
  lastHourMs?: number
}

/** A rig that has not run for longer says nothing of how it would. */
const RAN_WITHIN_MS = 30 * DAY_MS

/**
 * Active rigs as they run; one that is paused, as it ran in its last full hour, and with `down` also those in trouble. A
 * rig that a plan has paused must still be planned for. Those of which nothing is known are left out.
 */
export async function runningRigs(
  { database, fleet }: Context,
  wanted: { siteId?: number; rigId?: number; down: boolean },
  nowMs: number,
): Promise<RunningRig[]> {
  const found: RunningRig[] = []
  const view = { rates: fleet.rates, sites: fleet.sites }
  for (const rig of fleet.liveRigs()) {
    const site = siteAt(rig.settings, fleet.sites, nowMs)
    if (wanted.rigId !== undefined && rig.id !== wanted.rigId) continue
    if (wanted.siteId !== undefined && site?.id !== wanted.siteId) continue
    if ((speaksAt(rig.settings.lifecycles, nowMs)?.lifecycle ?? 'active') !== 'active') continue
    const { state } = rig.stateAt(nowMs)
    const { reading } = rig
    if (reading && (state === 'hashing' || state === 'warming')) {
      const watts = wallPower(reading, rig.powerSettings(reading))?.watts
      found.push({ rig, site, day: explainRigDay(rig, view, nowMs), work: reading.work, watts })
      continue
    }
    if (state !== 'paused' && !wanted.down) continue
    const hour = await lastHourHashing(database, rig.id, nowMs - RAN_WITHIN_MS, FULL_HOUR_SECONDS)
    if (hour) found.push({ rig, site, ...dayOfHour(rig, site, fleet.rates, hour, nowMs), lastHourMs: hour.hourMs })
  }
  return found
}

function dayOfHour(
  rig: LiveRig,
  site: SiteSettings | undefined,
  rates: RunningServer['fleet']['rates'],
  hour: RigHour,
  nowMs: number,
): Pick<RunningRig, 'day' | 'work' | 'watts'> {
  const work = hour.work
    .filter(({ seconds }) => seconds > 0)
    .map(({ algorithm, hashes, seconds }) => ({ algorithm, hashesPerSecond: sumOf(hashes) / seconds }))
  const powered = sumOf(hour.poweredSeconds)
  const watts = powered > 0 ? (sumOf(hour.energyWattHours) * 3600) / powered : undefined
  const day = explainDay({
    work,
    wallPower: watts === undefined ? undefined : { ...originOf(rig), watts },
    assignments: rig.settings.assignments,
    rates,
    tariff: site && speaksAt(site.tariffs, nowMs)?.tariff,
    energyPrices: site?.energyPrices,
    timeZone: site?.timeZone ?? 'UTC',
    siteName: site?.name,
    nowMs,
  })
  return { day, work, watts }
}

/** Hours keep watts alone: how they are come by, the rig's last reading tells. */
function originOf(rig: LiveRig): Omit<WallPower, 'watts'> {
  const power = rig.reading && wallPower(rig.reading, rig.powerSettings(rig.reading))
  return { source: power?.source ?? 'estimated', atTheWall: power?.atTheWall ?? false }
}

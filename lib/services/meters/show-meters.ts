import type { Database } from '#lib/db/database'
import { siteMeters } from '#lib/db/site-meters'
import { startOfLocalDay } from '#lib/domain/calendar'
import { HOUR_MS, QUARTER_MS } from '#lib/domain/units'
import { auditHours } from '../ledger/ledger-hours.ts'

/** A meter as its card shows it: nothing secret, whether there is a secret, and what it last told. */
export type ShownMeter = {
  kind: 'rest' | 'mqtt'
  address: string
  topic: string
  path: string
  unit: 'watts' | 'kwh'
  intervalSeconds: number
  user: string
  hasSecret: boolean
  readAtMs?: number
  watts?: number
  counterWh?: number
  problem?: string
  /** What was charged beside the rigs in the hours of the site's day that are closed. */
  besideRigsWh?: number
}

/** The meters by site. */
export async function showMeters(
  database: Database,
  sites: Iterable<{ id: number; timeZone: string }>,
  nowMs = Date.now(),
): Promise<Map<number, ShownMeter>> {
  const zones = new Map([...sites].map(({ id, timeZone }) => [id, timeZone]))
  const shown = new Map<number, ShownMeter>()
  for (const { siteId, kind, settings, secrets, ...meter } of await siteMeters(database)) {
    const fromMs = startOfLocalDay(nowMs, zones.get(siteId) ?? 'UTC')
    // A local day may begin within an hour of UTC: it has that hour's quarters from there on.
    const span = { subject: `site:${siteId}` as const, fromMs: Math.floor(fromMs / HOUR_MS) * HOUR_MS, toMs: nowMs }
    const hours = await auditHours(database, span)
    const charged = hours.filter(({ basis }) => 'meter' in basis)
    const milliWh = charged
      .flatMap(({ hourMs, quarters }) => quarters.filter((_, index) => hourMs + index * QUARTER_MS >= fromMs))
      .reduce((sum, { energyMilliWh }) => sum + energyMilliWh, 0n)
    const text = (field: string) => (typeof settings[field] === 'string' ? settings[field] : '')
    shown.set(siteId, {
      ...{
        kind: kind === 'mqtt' ? 'mqtt' : 'rest',
        address: text('address'),
        topic: text('topic'),
        path: text('path'),
      },
      ...{ unit: text('unit') === 'kwh' ? 'kwh' : 'watts', user: text('user'), hasSecret: secrets !== undefined },
      intervalSeconds: typeof settings.intervalSeconds === 'number' ? settings.intervalSeconds : 30,
      ...{ readAtMs: meter.lastReadAtMs, watts: meter.lastWatts, counterWh: meter.lastEnergyWh },
      ...{ problem: meter.lastProblem, besideRigsWh: charged.length > 0 ? Number(milliWh) / 1000 : undefined },
    })
  }
  return shown
}

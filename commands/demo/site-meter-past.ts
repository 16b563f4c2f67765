import type { Database } from '#lib/db/database'
import { saveTariff } from '#lib/db/sites'
import type { MeterQuarter } from '#lib/domain/meter-quarters'
import type { RigHour } from '#lib/domain/rig-hour'
import type { Tariff } from '#lib/domain/tariff'
import { DAY_MS, HOUR_MS, QUARTER_MS } from '#lib/domain/units'
import type { MeteredSites } from '#lib/services/meters/site-meter-charges'
import { meteredWatts } from '#simulators/site-meter'

const METERED_DAYS = 30
const QUARTERS = [0, 1, 2, 3] as const

/** Since when the demo's meter has stood in its site. */
export function meteredSince(nowMs: number): number {
  return Math.floor((nowMs - METERED_DAYS * DAY_MS) / HOUR_MS) * HOUR_MS
}

/** From then on the meter speaks for what the site draws beside its rigs, and no percentage. */
export function chargeByMeter(database: Database, siteId: number, tariff: Tariff, nowMs: number): Promise<void> {
  return saveTariff(database, siteId, meteredSince(nowMs), { ...tariff, siteEnergy: 'meter' })
}

/** What the meter of a site would have counted: its rigs, lights and fans. */
export class SiteMeterPast {
  readonly #siteId: number
  readonly #sinceMs: number
  #unwritten: MeterQuarter[] = []

  constructor(siteId: number, nowMs: number) {
    this.#siteId = siteId
    this.#sinceMs = meteredSince(nowMs)
  }

  /** Counts an hour of the site's rigs. */
  count(hourMs: number, hours: readonly Pick<RigHour, 'energyWattHours'>[]): MeteredSites {
    if (hourMs < this.#sinceMs) return new Map()
    const quarters = QUARTERS.map((index): MeterQuarter => {
      const rigsWh = hours.reduce((sum, { energyWattHours }) => sum + energyWattHours[index], 0)
      const quarterMs = hourMs + index * QUARTER_MS
      const energyWh = (meteredWatts((rigsWh * HOUR_MS) / QUARTER_MS, quarterMs) * QUARTER_MS) / HOUR_MS
      return { quarterMs, energyWh, seconds: QUARTER_MS / 1000 }
    })
    this.#unwritten.push(...quarters)
    return new Map([[this.#siteId, new Map(quarters.map((quarter) => [quarter.quarterMs, quarter]))]])
  }

  /** Writes what was counted since the last call. */
  async write(database: Database): Promise<void> {
    const data = this.#unwritten.map(({ quarterMs, ...counted }) => {
      return { ...counted, siteId: this.#siteId, quarterMs: BigInt(quarterMs) }
    })
    this.#unwritten = []
    await database.meterQuarter.createMany({ data })
  }
}

import { setImmediate } from 'node:timers/promises'
import type { Database } from '#lib/db/database'
import { hoursBetween } from '#lib/db/hours'
import type { LedgerRow } from '#lib/db/ledger-row'
import { meterQuartersBetween } from '#lib/db/meter-quarters'
import type { ReadingStore, SiteSlotRow, SiteWorkSlotRow } from '#lib/db/reading-store'
import { figuresOf } from '#lib/domain/figures'
import type { LedgerReason } from '#lib/domain/ledger/reasons'
import type { Reading } from '#lib/domain/reading'
import { type RigHour, rollupHour } from '#lib/domain/rollup'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import { datedRates } from './dated-rates.ts'
import { type FleetSettings, loadFleetSettings, type RigSettings } from './fleet-settings.ts'
import { knownMachine } from './known-machine.ts'
import { KnownBases, ledgerRowsOf } from './ledger/close-ledger.ts'
import { recordRows } from './ledger/record-entries.ts'
import { correctionAt } from './live-rig.ts'
import { scanRigs } from './scan-rigs.ts'
import { readFinalBefore } from './storage/retention.ts'
import { valueHours } from './value-hours.ts'

export type HoursContext = { database: Database; store: ReadingStore }

type OwnedHour = RigHour & { rigId: number }

/**
 * Makes the hours of `[fromMs, toMs)` anew from their readings, of all rigs or those named, and then their money. An hour
 * of which no reading is kept, or some may be gone, stays as it is. Both moments are on the hour, and the hours must be over.
 */
export async function rebuildHours(
  context: HoursContext,
  fromMs: number,
  toMs: number,
  rigIds?: number[],
  why: Correction = { reason: 'late readings', nowMs: Date.now() },
): Promise<void> {
  await rebuildRows(context, fromMs, toMs, rigIds)
  await revalueHours(context, fromMs, toMs, { rigIds, ...why })
}

/** As {@link rebuildHours}, without the money. */
export async function rebuildRows(
  context: HoursContext,
  fromMs: number,
  toMs: number,
  rigIds?: number[],
): Promise<void> {
  const settings = await loadFleetSettings(context.database)
  const finalBeforeMs = await readFinalBefore(context.database)
  for (let hourMs = fromMs; hourMs < toMs; hourMs += HOUR_MS) {
    if (hourMs < finalBeforeMs) continue
    await context.store.saveHours(await recomputeHour(context, settings, hourMs, rigIds))
  }
}

/** The hour of each rig that anything was heard of in or around it, from the store. */
export async function recomputeHour(
  { store }: HoursContext,
  settings: Pick<FleetSettings, 'rigs'>,
  hourMs: number,
  rigIds?: number[],
): Promise<OwnedHour[]> {
  const hours: OwnedHour[] = []
  for await (const [rigId, readings] of scanRigs(store, hourMs, rigIds ?? settings.rigs.keys())) {
    const rig = settings.rigs.get(rigId)
    if (rig) hours.push(...withSomething([{ ...hourFrom(readings, rig, hourMs), rigId }]))
  }
  return hours
}

/** Why hours are valued anew, and since when the new ones stand. */
export type Correction = { reason: LedgerReason; nowMs: number }

/** Some ten milliseconds of work. */
const ROWS_PER_TURN = 500

/**
 * Values the hours of `[fromMs, toMs)` that are stored and writes the fleet series and the ledger, of all sites or those
 * named. With `rigIds` only they are compared with the ledger; the series of a site needs all its rigs.
 */
export async function revalueHours(
  { database, store }: HoursContext,
  fromMs: number,
  toMs: number,
  { siteIds, rigIds, reason, nowMs }: Correction & { siteIds?: number[]; rigIds?: number[] },
): Promise<void> {
  const settings = await loadFleetSettings(database)
  // What a query of SQLite answers with comes in the same turn of the event loop.
  await setImmediate()
  const isWanted = new Set(siteIds ?? settings.sites.map((site) => site.id))
  // A day at a time: few enough rows to hold, and few enough commits.
  const known = new KnownBases()
  for (let dayMs = fromMs; dayMs < toMs; dayMs += DAY_MS) {
    const endMs = Math.min(dayMs + DAY_MS, toMs)
    const [hours, book, meters] = await Promise.all([
      hoursBetween(database, dayMs, endMs),
      datedRates(database, settings, dayMs, endMs),
      meterQuartersBetween(database, dayMs, endMs),
    ])
    await setImmediate()
    const byHour = groupByHour(hours)
    const slots: SiteSlotRow[] = []
    const work: SiteWorkSlotRow[] = []
    const booked: LedgerRow[] = []
    for (let hourMs = dayMs; hourMs < endMs; hourMs += HOUR_MS) {
      const valued = valueHours(settings, book, hourMs, byHour.get(hourMs) ?? [], meters)
      slots.push(...valued.slots.filter((slot) => isWanted.has(slot.siteId)))
      work.push(...valued.work.filter((slot) => isWanted.has(slot.siteId)))
      // An hour of a large farm takes some tenths of a second; others want the thread in between.
      await setImmediate()
      for (const row of ledgerRowsOf(settings, valued, hourMs, known, { siteIds, rigIds })) {
        booked.push(row)
        if (booked.length % ROWS_PER_TURN === 0) await setImmediate()
      }
    }
    await store.saveSiteSlots(slots, work)
    await recordRows({ store }, booked, reason, nowMs)
  }
}

function groupByHour(hours: OwnedHour[]): Map<number, OwnedHour[]> {
  const byHour = new Map<number, OwnedHour[]>()
  for (const hour of hours) {
    const list = byHour.get(hour.hourMs)
    if (list) list.push(hour)
    else byHour.set(hour.hourMs, [hour])
  }
  return byHour
}

/** An hour in which nothing spoke is not kept: its absence says the same. */
export function withSomething<Hour extends RigHour>(hours: Hour[]): Hour[] {
  return hours.filter((hour) => hour.readings > 0 || hour.seconds.some((seconds) => seconds > 0))
}

function hourFrom(readings: Reading[], rig: RigSettings, hourMs: number): RigHour {
  const endMs = hourMs + HOUR_MS
  const figures = readings
    .filter((reading) => reading.at < endMs)
    .map((reading) => {
      const machine = reading.powerWatts === undefined ? knownMachine(reading, rig) : undefined
      return figuresOf(reading, { correction: correctionAt(rig, reading.at), machine })
    })
  const previous = figures.filter((one) => one.at < hourMs).at(-1)
  return rollupHour(
    hourMs,
    previous,
    figures.filter((one) => one.at >= hourMs),
    endMs,
  )
}

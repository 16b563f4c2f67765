import { setImmediate } from 'node:timers/promises'
import { type Database, openDatabase } from '#lib/db/database'
import { CLOSED_UNTIL, saveCursor } from '#lib/db/job-cursors'
import { migrateDatabase } from '#lib/db/migrate'
import { openReadingStore } from '#lib/db/open-reading-store'
import type { ReadingStore, ReceivedReading } from '#lib/db/reading-store'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#lib/domain/units'
import { chartFleet } from '#lib/services/chart-fleet'
import { LiveFleet } from '#lib/services/live-fleet'
import { rebuildHours } from '#lib/services/rebuild-hours'
import { describeFarm } from '#simulators/farm'
import { type FoundRig, foundMine } from '../../../commands/demo/found-mine.ts'
import { pastReading } from '../../../commands/demo/past-reading.ts'
import { serveParent } from '../child-calls.ts'

const DAYS = 30
const READINGS_PER_APPEND = 4_000

type Opened = { database: Database; store: ReadingStore; fleet: LiveFleet; fromMs: number; toMs: number }
let opened: Opened | undefined

function whatIsOpen(): Opened {
  if (!opened) throw new Error('nothing was built yet')
  return opened
}

async function appendMonth(store: ReadingStore, rigs: FoundRig[], fromMs: number, toMs: number): Promise<number> {
  let count = 0
  let last: Promise<unknown> = Promise.resolve()
  let batch: ReceivedReading[] = []
  // Time by time, as they would have come in.
  for (let atMs = fromMs; atMs < toMs; atMs += MINUTE_MS) {
    for (const { id: rigId, description } of rigs) {
      const reading = pastReading(description, atMs, 60)
      if (reading) batch.push({ rigId, receivedAtMs: atMs, reading })
    }
    if (batch.length < READINGS_PER_APPEND) continue
    await last
    count += batch.length
    last = store.append(batch)
    batch = []
    await setImmediate()
  }
  await last
  await store.append(batch)
  return count + batch.length
}

const handlers = {
  /** A mine with thirty days of readings, one a minute and rig; its hours and fleet series made from them as the server does. */
  build: async ({ file, rigs: rigCount }: { file: string; rigs: number }) => {
    const url = `file:${file}`
    await migrateDatabase(url)
    const database = await openDatabase(url)
    const store = await openReadingStore(url)
    const toMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS
    const fromMs = toMs - DAYS * DAY_MS
    const { rigs } = await foundMine(database, describeFarm(rigCount), () => fromMs, toMs)
    const readings = await appendMonth(store, rigs, fromMs, toMs)
    await rebuildHours({ database, store }, fromMs, toMs)
    await saveCursor(database, CLOSED_UNTIL, toMs)
    const fleet = await LiveFleet.open({
      database,
      store,
      reportError: (error) => {
        throw error
      },
    })
    opened = { database, store, fleet, fromMs, toMs }
    return { readings, rigs: rigs.length }
  },

  /** The service behind `/api/v1/fleet/chart`, over thirty days. */
  chart: async () => {
    const { database, fleet, fromMs, toMs } = whatIsOpen()
    const startedMs = performance.now()
    const result = await chartFleet({ database, fleet }, { fromMs, toMs, stepSeconds: 3600 })
    const ms = performance.now() - startedMs
    if (!result.ok) throw new Error(result.reason)
    const { energyWattHours, profit } = result.chart
    const known = profit.filter((one) => one !== null).length
    return { ms, points: energyWattHours.length, valuedPoints: known, energyWattHours: sum(energyWattHours) }
  },

  /** The same span from readings: each rig's, decoded and averaged by hour in the store's own reader, then summed. */
  scan: async () => {
    const { store, fleet, fromMs, toMs } = whatIsOpen()
    const startedMs = performance.now()
    let energyWattHours = 0
    for (const rig of fleet.liveRigs()) {
      const machine = rig.reading && rig.powerSettings(rig.reading).machine
      const power = { corrections: rig.settings.corrections, ...(machine ? { machine } : {}) }
      const series = await store.figuresSeries(rig.id, fromMs, toMs, HOUR_MS, power)
      // An hour's mean watts are its watt-hours, where the rig was never dark.
      energyWattHours += sum(series.powerWatts.mean)
    }
    return { ms: performance.now() - startedMs, energyWattHours }
  },

  close: async () => {
    await opened?.store.close()
    await opened?.database.$disconnect()
  },
}

function sum(values: (number | null)[]): number {
  return values.reduce<number>((total, one) => total + (one ?? 0), 0)
}

export type Chart = typeof handlers

serveParent(handlers)

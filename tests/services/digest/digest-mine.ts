import { saveAlerts } from '#lib/db/alert-commit'
import type { Database } from '#lib/db/database'
import type { IncidentRecord } from '#lib/db/incidents'
import { CLOSED_UNTIL, saveCursor } from '#lib/db/job-cursors'
import { insertRig } from '#lib/db/rigs'
import { HOUR_MS } from '#lib/domain/units'
import { datedRates } from '#lib/services/dated-rates'
import { loadFleetSettings } from '#lib/services/fleet-settings'
import { typeRate } from '#lib/services/type-rate'
import { valueHours } from '#lib/services/value-hours'
import { openForTest, openStoreForTest, temporaryDatabase } from '../../db/temporary-database.ts'
import { openFleetForTest } from '../fleet-for-test'
import { firstSite, fullHour } from '../money-mine.ts'

/** As in docs/earnings.md: 100 TH/s make 4.97851e-5 BTC a day at this difficulty. */
const DIFFICULTY = 126271255279306.8

/** A mine of two rigs in UTC, whose hours are closed until `untilMs`; rates are known from `ratesFromMs` on. */
export async function digestMine(options: { hoursFromMs: number; untilMs: number; ratesFromMs?: number }) {
  const { hoursFromMs, untilMs, ratesFromMs = 0 } = options
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const store = await openStoreForTest(url)
  const siteId = await firstSite(database, 'UTC')
  await typeRate(database, { kind: 'price', coin: 'BTC', currency: 'USD', price: 100_000, fromMs: ratesFromMs })
  await typeRate(database, {
    ...{ kind: 'network', coin: 'BTC', difficulty: DIFFICULTY, height: 900_000, fromMs: ratesFromMs },
  })
  const rigIds: number[] = []
  for (const name of ['<b>left</b> & co', 'right']) {
    rigIds.push(await insertRig(database, { key: name, name, siteId, createdAtMs: 0 }))
  }
  const settings = await loadFleetSettings(database)
  const rates = await datedRates(database, settings, hoursFromMs, untilMs)
  for (let hourMs = hoursFromMs; hourMs < untilMs; hourMs += HOUR_MS) {
    const rows = rigIds.map((rigId) => fullHour(rigId, hourMs))
    const { slots, work } = valueHours(settings, rates, hourMs, rows)
    await store.saveSiteSlots(slots, work)
  }
  await saveCursor(database, CLOSED_UNTIL, untilMs)
  const openFleet = (nowMs: number) => openFleetForTest({ database, store }, nowMs)
  return { url, database, store, siteId, rigIds, openFleet }
}

let incidents = 0

/** An incident that fired, as the evaluator writes them. */
export async function incident(database: Database, given: Partial<IncidentRecord>): Promise<number> {
  incidents += 1
  const startedAtMs = given.startedAtMs ?? 0
  const record: IncidentRecord = {
    ...{ id: incidents, ruleId: incidents, kind: 'offline', subject: `rig:${incidents}`, subjectName: 'right' },
    ...{ severity: 'critical', phase: given.resolvedAtMs === undefined ? 'firing' : 'resolved' },
    ...{ evidence: { atMs: startedAtMs }, startedAtMs, firedAtMs: startedAtMs, changedAtMs: startedAtMs },
    ...{ worklist: false, flaps: 0, reminders: 0, escalationStep: 0 },
    ...given,
  }
  const nothing = { droppedIncidentIds: [], events: [], states: [], quietStates: [], messages: [] }
  await saveAlerts(database, { ...nothing, incidents: [record] })
  return record.id
}

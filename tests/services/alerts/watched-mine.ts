import pino from 'pino'
import { onTestFinished } from 'vitest'
import { openDatabase } from '#lib/db/database'
import { openReadingStore } from '#lib/db/open-reading-store'
import { insertRig } from '#lib/db/rigs'
import type { Severity } from '#lib/domain/alert-types'
import type { Reading } from '#lib/domain/reading'
import { notificationSchema } from '#lib/notify/notification'
import { AlertEvaluator } from '#lib/services/alerts/evaluate-alerts'
import { createChangeBus } from '#lib/services/change-bus'
import { jobLease } from '#lib/services/hold-lease'
import { LiveFleet } from '#lib/services/live-fleet'
import { temporaryDatabase } from '../../db/temporary-database'
import { firstSite } from '../money-mine'

export const SECOND = 1_000
export const MINUTE = 60_000
export const HOUR = 3_600_000
/** A Monday, 12:00 UTC. */
export const NOON = Date.UTC(2026, 10, 23, 12)

export type Process = Awaited<ReturnType<typeof startProcess>>

/** A server process as far as alerts go: fleet, store and evaluator on a database, without a clock of its own. */
export async function startProcess(url: string, nowMs: number) {
  const errors: unknown[] = []
  const database = await openDatabase(url)
  const store = await openReadingStore(url)
  const bus = createChangeBus((error) => errors.push(error))
  const fleet = await LiveFleet.open({ database, store, reportError: (error) => errors.push(error) }, nowMs)
  const lease = jobLease(database)
  const log = { ...pino({ level: 'silent' }), error: (problem: unknown) => errors.push(problem) }
  const alerts = new AlertEvaluator({
    database,
    store,
    fleet,
    lease,
    log: Object.assign(pino({ level: 'silent' }), log),
    ...bus,
  })
  let ended = false
  const process = {
    database,
    store,
    fleet,
    lease,
    alerts,
    bus,
    errors,
    /** One look, as the jobs take it. */
    async run(atMs: number) {
      await lease.keep(atMs)
      await alerts.run(atMs)
    },
    /** Stores readings and hands them on, as `recordReadings` does. */
    async hear(readings: { rigId: number; reading: Reading; receivedAtMs?: number }[]) {
      const received = readings.map(({ rigId, reading, receivedAtMs = reading.at }) => ({
        rigId,
        reading,
        receivedAtMs,
      }))
      await store.append(received)
      fleet.observe(received)
      fleet.committed.push(received)
    },
    /** Gone without a word, as by a power cut: the lease is still its own. */
    async die() {
      if (ended) return
      ended = true
      alerts.stop()
      await store.close()
      await database.$disconnect()
    },
  }
  onTestFinished(process.die)
  return process
}

/** A database with a site, and a channel that wants everything. */
export async function newMine(nowMs = NOON) {
  const { url } = await temporaryDatabase()
  const database = await openDatabase(url)
  const siteId = await firstSite(database, 'UTC', undefined, nowMs - HOUR)
  const channelId = await addChannel(database, { leastSeverity: 'info' })
  await database.$disconnect()
  return { url, siteId, channelId }
}

export async function addChannel(
  database: Awaited<ReturnType<typeof openDatabase>>,
  given: { name?: string; leastSeverity?: Severity; goodNews?: boolean } = {},
): Promise<number> {
  const { name = 'phone', leastSeverity = 'warning', goodNews = true } = given
  const data = { name, kind: 'ntfy', settings: '{}', leastSeverity, goodNews, createdAtMs: 0n }
  return (await database.channel.create({ data })).id
}

let made = 0
export async function addRigs(
  { database, fleet }: Process,
  siteId: number,
  count: number,
  given: { agentId?: string; createdAtMs?: number } = {},
): Promise<number[]> {
  const { agentId, createdAtMs = NOON - HOUR } = given
  const ids: number[] = []
  await database.$transaction(async (rows) => {
    for (let index = 0; index < count; index += 1) {
      made += 1
      const rig = { key: `alerts-${made}`, name: `rig ${index + 1}`, siteId, createdAtMs }
      ids.push(await insertRig(rows, { ...rig, ...(agentId === undefined ? {} : { agentId }) }))
    }
  })
  await fleet.refresh([{ kind: 'rigs' }], createdAtMs)
  return ids
}

/** A rig with one GPU at 100 MH/s that has run for hours. */
export function gpu(atMs: number, given: { celsius?: number; rate?: number; state?: Reading['state'] } = {}): Reading {
  const { celsius = 60, rate = 1e8, state = 'hashing' } = given
  return {
    at: atMs,
    intervalSeconds: 10,
    state,
    miner: {
      name: 'trex',
      uptimeSeconds: 20_000 + (atMs - NOON) / 1000,
      machineUptimeSeconds: 90_000 + (atMs - NOON) / 1000,
    },
    work: [{ algorithm: 'kawpow', hashesPerSecond: rate + (atMs % 7), nominalHashesPerSecond: 1e8 }],
    powerWatts: 300,
    powerSource: 'input',
    devices: [
      { index: 0, kind: 'gpu', temperatureCelsius: celsius, work: [{ algorithm: 'kawpow', hashesPerSecond: rate }] },
    ],
  }
}

/** Readings of these rigs every 10 s over `[fromMs, toMs]`, with a look of the evaluator after each. */
export async function live(
  process: Process,
  rigIds: number[],
  fromMs: number,
  toMs: number,
  given: Parameters<typeof gpu>[1] | ((rigId: number, atMs: number) => Parameters<typeof gpu>[1]) = {},
): Promise<void> {
  for (let atMs = fromMs; atMs <= toMs; atMs += 10 * SECOND) {
    await process.hear(
      rigIds.map((rigId) => ({ rigId, reading: gpu(atMs, typeof given === 'function' ? given(rigId, atMs) : given) })),
    )
    await process.run(atMs + SECOND)
  }
}

/** Only looks, every `stepMs` over `(fromMs, toMs]`. */
export async function wait(process: Process, fromMs: number, toMs: number, stepMs = 10 * SECOND): Promise<void> {
  for (let atMs = fromMs + stepMs; atMs <= toMs; atMs += stepMs) await process.run(atMs)
}

/** What the outbox holds, oldest first. */
export async function outbox({ database }: Pick<Process, 'database'>) {
  const rows = await database.outboxMessage.findMany({ orderBy: { id: 'asc' } })
  return rows.map(({ payload, kind, channelId, incidentId, createdAtMs }) => ({
    kind,
    channelId,
    incidentId,
    atMs: Number(createdAtMs),
    ...titleAndLines(payload),
  }))
}

function titleAndLines(payload: string) {
  const { title, lines, severity } = notificationSchema.parse(JSON.parse(payload))
  return { title, lines, severity }
}

export async function incidents({ database }: Pick<Process, 'database'>) {
  return database.incident.findMany({ orderBy: { id: 'asc' } })
}

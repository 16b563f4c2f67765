import { randomUUID } from 'node:crypto'
import pino from 'pino'
import { insertRule } from '#lib/db/alert-rules'
import { type Database, openDatabase } from '#lib/db/database'
import { migrateDatabase } from '#lib/db/migrate'
import { openReadingStore } from '#lib/db/open-reading-store'
import type { ReceivedReading } from '#lib/db/reading-store'
import { RULE_KINDS } from '#lib/domain/alerts'
import { MINUTE_MS, SECOND_MS } from '#lib/domain/units'
import { AlertEvaluator } from '#lib/services/alerts/evaluate-alerts'
import { createChangeBus } from '#lib/services/change-bus'
import { completeFirstRun } from '#lib/services/first-run'
import { jobLease } from '#lib/services/hold-lease'
import { LiveFleet } from '#lib/services/live-fleet'
import { gpuReading } from '../../live/example-readings'
import { serveParent } from '../child-calls.ts'

const INTERVAL_MS = 10 * SECOND_MS
const LOOK_MS = 2 * SECOND_MS
const ROWS_PER_INSERT = 5_000
const tariff = { pricePerKwh: 0.1, windows: [], fixedPerMonth: 0, overheadPercent: 0 }

type Mine = Awaited<ReturnType<typeof openMine>>
let mine: Mine | undefined

function openedMine(): Mine {
  if (!mine) throw new Error('nothing was opened yet')
  return mine
}

/** A mine whose rigs all hang on one agent, with its evaluator, and a clock that only moves when it is told to. */
async function openMine({ file, rigs }: { file: string; rigs: number }) {
  const url = `file:${file}`
  await migrateDatabase(url)
  const database = await openDatabase(url)
  const store = await openReadingStore(url)
  const startMs = Date.now()
  const agentId = randomUUID()
  await database.agent.create({ data: { id: agentId, name: 'barn', createdAtMs: 0n, seenAtMs: BigInt(startMs) } })
  await insertRigs(database, agentId, rigs)
  await database.channel.create({ data: { name: 'phone', kind: 'ntfy', settings: '{}', createdAtMs: 0n } })
  // Two of the defaults come switched off.
  for (const kind of ['power-range', 'inefficient'] as const) {
    const settings = { ...RULE_KINDS[kind].defaults, maximum: 1e6, warning: 1e6 }
    await insertRule(database, { kind, name: kind, enabled: true, settings, scope: {} }, startMs)
  }
  const problems: string[] = []
  const reportError = (error: unknown) => problems.push(String(error))
  const fleet = await LiveFleet.open({ database, store, reportError }, startMs)
  fleet.agents.connected(agentId)
  const lease = jobLease(database)
  const bus = createChangeBus(reportError)
  const alerts = new AlertEvaluator({ database, store, fleet, lease, log: pino({ level: 'silent' }), ...bus })
  await lease.keep(startMs)
  await alerts.run(startMs)
  return { database, store, fleet, lease, alerts, agentId, problems, nowMs: startMs }
}

async function insertRigs(database: Database, agentId: string, rigs: number): Promise<void> {
  const done = await completeFirstRun(database, { currency: 'USD', siteName: 'Barn', timeZone: 'UTC', tariff }, 0)
  if (!done.ok) throw new Error(JSON.stringify(done.problems))
  const { siteId } = done
  for (let first = 1; first <= rigs; first += ROWS_PER_INSERT) {
    const ids = Array.from({ length: Math.min(ROWS_PER_INSERT, rigs - first + 1) }, (_, index) => first + index)
    await database.rig.createMany({ data: ids.map((id) => ({ id, name: `rig ${id}`, agentId, createdAtMs: 0n })) })
    await database.rigKey.createMany({ data: ids.map((rigId) => ({ key: `rig-${rigId}`, rigId })) })
    await database.rigPlacement.createMany({ data: ids.map((rigId) => ({ rigId, fromMs: 0n, siteId })) })
    await database.rigLifecycle.createMany({ data: ids.map((rigId) => ({ rigId, fromMs: 0n, lifecycle: 'active' })) })
  }
}

/** One look of the evaluator: its processor time in ms. */
async function look({ alerts, lease, problems }: Mine, nowMs: number): Promise<number> {
  await lease.keep(nowMs)
  const before = process.cpuUsage()
  await alerts.run(nowMs)
  const { user, system } = process.cpuUsage(before)
  const { problem } = alerts.state
  if (problem !== undefined || problems.length > 0) throw new Error(problem ?? problems[0])
  return (user + system) / 1000
}

const handlers = {
  open: async (given: { file: string; rigs: number }) => {
    mine = await openMine(given)
    const rules = await mine.database.alertRule.findMany({ where: { enabled: true } })
    return { rules: rules.filter(({ kind }) => isOfRigs(kind)).length }
  },
  /** Ten seconds of the mine: every rig reports once, the evaluator looks every two. */
  interval: async (): Promise<{ cpuMs: number; steps: number }> => {
    const open = openedMine()
    const ids = [...open.fleet.liveRigs()].map(({ id }) => id)
    const looks = INTERVAL_MS / LOOK_MS
    let cpuMs = 0
    for (let at = 0; at < looks; at += 1) {
      open.nowMs += LOOK_MS
      const { nowMs } = open
      const received: ReceivedReading[] = ids
        .filter((id) => id % looks === at)
        .map((rigId) => ({ rigId, receivedAtMs: nowMs, reading: gpuReading(nowMs) }))
      open.fleet.observe(received)
      open.fleet.committed.push(received)
      cpuMs += await look(open, nowMs)
    }
    return { cpuMs, steps: ids.length }
  },
  /** The agent is gone: how many messages there are when ten minutes have passed. */
  dark: async (): Promise<{ messages: number; offline: number }> => {
    const open = openedMine()
    open.fleet.agents.disconnected(open.agentId, open.nowMs)
    const untilMs = open.nowMs + 10 * MINUTE_MS
    for (; open.nowMs < untilMs; open.nowMs += INTERVAL_MS) await look(open, open.nowMs)
    const messages = await open.database.outboxMessage.count()
    return { messages, offline: await open.database.incident.count({ where: { kind: 'offline', resolvedAtMs: null } }) }
  },
  close: async () => {
    const { store, database, alerts } = openedMine()
    alerts.stop()
    await store.close()
    await database.$disconnect()
  },
}

export type Alerts = typeof handlers

function isOfRigs(kind: string): boolean {
  return Object.entries(RULE_KINDS).some(([name, { subject }]) => name === kind && subject === 'rig')
}

serveParent(handlers)

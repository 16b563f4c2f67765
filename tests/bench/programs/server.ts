import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import Sqlite from 'better-sqlite3'
import pg from 'pg'
import pino from 'pino'
import { loadConfig } from '#lib/config'
import { openDatabase } from '#lib/db/database'
import { migrateDatabase } from '#lib/db/migrate'
import { openReadingStore } from '#lib/db/open-reading-store'
import { BLOCK_READINGS } from '#lib/db/postgresql-found-rows'
import type { ReadingStore } from '#lib/db/reading-store'
import { DAY_MS } from '#lib/domain/units'
import { liveJobs } from '#lib/jobs/live-jobs'
import { runJobs } from '#lib/jobs/scheduler'
import { attachSockets } from '#lib/live/attach-sockets'
import { createAuth } from '#lib/services/auth/auth'
import { createChangeBus } from '#lib/services/change-bus'
import { chartFleet } from '#lib/services/chart-fleet'
import { createCounters } from '#lib/services/counters'
import { createToken } from '#lib/services/create-token'
import { knownMachine } from '#lib/services/known-machine'
import { LiveFleet } from '#lib/services/live-fleet'
import { mendHours } from '#lib/services/mend-hours'
import type { RunningServer } from '#lib/services/running-server'
import { openSecrets } from '#lib/services/secrets'
import { ReadingKeeper } from '#lib/services/storage/reading-keeper'
import { serveParent } from '../child-calls.ts'
import { createManyStore } from '../ingest/create-many-store.ts'
import { memoryInUse } from '../ingest/memory-in-use.ts'
import { storeThatKeepsNothing } from '../ingest/store-that-keeps-nothing.ts'

export type StoreKind = 'real' | 'nothing' | 'create-many'

const delays = monitorEventLoopDelay({ resolution: 5 })
let cpuBefore = process.cpuUsage()
let stop: (() => Promise<void>) | undefined
let running: Running | undefined

type Running = Pick<RunningServer, 'auth' | 'database' | 'store' | 'fleet'>

function theRunning(): Running {
  if (!running) throw new Error('nothing was started yet')
  return running
}

/** The server as `server.ts` puts it together, without pages, on the store that is asked for. */
async function start(given: { file: string; kind: StoreKind; createManyClient: string; url?: string }) {
  const url = given.url ?? `file:${given.file}`
  await migrateDatabase(url)
  const config = loadConfig({
    DATABASE_URL: url,
    DAVYLAMP_DATA_DIR: dirname(given.file),
    DAVYLAMP_SECRET: 'only for this bench, on loopback, gone with it',
  })
  const log = pino({ level: 'warn' }, pino.destination(2))
  const database = await openDatabase(url)
  const real = await openReadingStore(url)
  const store = await storeOfKind(given, real)
  const secrets = openSecrets(config)
  const bus = createChangeBus((error) => log.error(error))
  const auth = createAuth({ config, secrets, database, log, publish: bus.publish })
  const counters = createCounters()
  const keeper = new ReadingKeeper({ database, store, log, folder: config.dataDir })
  const reportError = (error: unknown) => log.error({ err: error }, 'the live fleet failed')
  const fleet = await LiveFleet.open({ database, store, findMachine: knownMachine, reportError })
  const context = {
    config,
    log,
    database,
    store,
    fleet,
    auth,
    secrets,
    counters,
    keeper,
    startedAtMs: Date.now(),
    ...bus,
  }
  running = context
  const httpServer = createServer()
  const sockets = attachSockets(httpServer, context)
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve))
  const { port } = httpServer.address() as AddressInfo
  const jobs = runJobs(liveJobs(context), log)
  const token = await createToken(database, { name: 'bench' })
  if (!token.ok) throw new Error(token.reason)
  stop = async () => {
    await jobs.stop()
    await sockets.close()
    httpServer.closeAllConnections()
    await new Promise((resolve) => httpServer.close(resolve))
    await real.close()
    await database.$disconnect()
  }
  return { port, token: token.secret }
}

function storeOfKind(
  { kind, file, createManyClient }: { kind: StoreKind; file: string; createManyClient: string },
  real: ReadingStore,
): ReadingStore | Promise<ReadingStore> {
  if (kind === 'nothing') return storeThatKeepsNothing(real)
  if (kind === 'create-many') return createManyStore(real, file, createManyClient)
  return real
}

const handlers = {
  start,
  memory: memoryInUse,
  /** The most resident memory that this process ever had. */
  peakMemory: () => ({ residentBytes: process.resourceUsage().maxRSS * 1024 }),
  /** The cookies of a signed-in browser. */
  signIn: async (): Promise<string> => {
    const { auth, database } = theRunning()
    const owner = { id: 'owner', name: 'Owner', email: 'owner@mine.example', role: 'owner', updatedAt: new Date() }
    const user = await database.user.upsert({ where: { id: owner.id }, create: owner, update: {} })
    const opened = await auth.api.openSession({ body: { userId: user.id }, headers: new Headers(), asResponse: true })
    return opened.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
  },
  /** Milliseconds that the fleet's page and its chart of a day take to be made. */
  fleetQueries: async () => {
    const { fleet, database } = theRunning()
    const nowMs = Date.now()
    const snapshotStartedMs = performance.now()
    const bytes = JSON.stringify(fleet.snapshot()).length
    const snapshotMs = performance.now() - snapshotStartedMs
    const chartStartedMs = performance.now()
    const chart = await chartFleet({ database, fleet }, { fromMs: nowMs - DAY_MS, toMs: nowMs, stepSeconds: 900 })
    if (!chart.ok) throw new Error(chart.reason)
    return { snapshotMs, snapshotBytes: bytes, chartMs: performance.now() - chartStartedMs }
  },
  /** Everything that late readings changed has been made anew. */
  mendAll: async () => {
    const { database, store, fleet } = theRunning()
    while ((await mendHours({ database, store, fleet })) > 0);
  },
  beginRound: () => {
    delays.reset()
    delays.enable()
    cpuBefore = process.cpuUsage()
  },
  /** Milliseconds of delay; microseconds of processor time, of all threads. */
  endRound: () => {
    delays.disable()
    const { user, system } = process.cpuUsage(cpuBefore)
    return { p99: delays.percentile(99) / 1e6, max: delays.max / 1e6, cpuMicroseconds: user + system }
  },
  /** Stops as the real server does, and counts from a new connection what is on disk. */
  stopAndCount: async ({ file, table, url }: { file: string; table: 'Reading' | 'DeviceReading'; url?: string }) => {
    await stop?.()
    if (url !== undefined) return countOnPostgresql(url)
    const connection = new Sqlite(file, { readonly: true })
    const rows = connection.prepare<[], { count: number }>(`SELECT COUNT(*) AS count FROM ${table}`).get()
    connection.close()
    return rows?.count ?? 0
  },
}

async function countOnPostgresql(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ count: string }>(
    `SELECT (SELECT COUNT(*) FROM "Reading") + (SELECT COALESCE(SUM(${BLOCK_READINGS}), 0) FROM "ReadingBlock") AS count`,
  )
  await client.end()
  return Number(rows[0]?.count)
}

export type Server = typeof handlers

serveParent(handlers)

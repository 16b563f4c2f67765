import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import pg from 'pg'
import { openDatabase } from '#lib/db/database'
import { linesText } from '#lib/db/ledger-lines'
import type { LedgerRow } from '#lib/db/ledger-row'
import { migrateDatabase } from '#lib/db/migrate'
import { openReadingStore } from '#lib/db/open-reading-store'
import type { ReadingStore } from '#lib/db/reading-store'
import { insertRig } from '#lib/db/rigs'
import { completeFirstRun } from '#lib/services/first-run'
import { LiveFleet } from '#lib/services/live-fleet'
import { postgresqlPrograms, startPostgresql } from '../../db/postgresql-cluster.ts'
import { steadyHour } from '../../db/some-hours.ts'
import type { BenchPrograms } from '../build-programs.ts'
import { type MeasuredFigure, measured } from '../figure.ts'
import { SEEDED_FROM_MS, SEEDED_INTERVAL_MS, type SeededReading, seededReadings } from '../storage/seeded-readings.ts'

const RIGS = 500
// Two whole spans, so that blocks are as full as they get.
const MINUTES = 360
const HOURS = 24
const READINGS_PER_APPEND = 500
const FOLLOWED_MINUTES = 12
const TARIFF = { pricePerKwh: 0.1, windows: [], fixedPerMonth: 0, overheadPercent: 0 }

/**
 * What `npm run simulate-scale` reckons with and no other figure says: what a reading of eight cards costs on PostgreSQL,
 * between nodes, in a node that follows, and in a browser.
 */
export async function measureScale(
  _programs: BenchPrograms,
  folder: string,
  say: (sentence: string) => void,
): Promise<MeasuredFigure[]> {
  const node = await inNode(`file:${join(folder, 'scale.db')}`, (error) => say(`scale: ${error}`))
  say(`scale: ${JSON.stringify(node)}`)
  const figures = [
    figure('between nodes: a reading', 'bytes', 4_000, node.streamBytes),
    figure('a node that follows: a reading', 'µs', 200, node.followMicroseconds),
    figure('a node: a rig in memory', 'KiB', 150, node.rigKibibytes),
    figure('a node: a rig in the delta to browsers', 'µs', 200, node.deltaMicroseconds),
    figure('to a browser: a rig that changed', 'bytes', 2_000, node.deltaBytes),
  ]
  if (postgresqlPrograms() === undefined) {
    say('scale: PostgreSQL is not installed here, so what it takes is not measured')
    return figures
  }
  const disk = await onPostgresql()
  say(`scale: ${JSON.stringify(disk)}`)
  return [
    ...figures,
    figure('PostgreSQL: a reading as a row', 'bytes', 400, disk.rowBytes),
    figure('PostgreSQL: log of a reading', 'bytes', 700, disk.rowLogBytes),
    figure('PostgreSQL: a packed reading', 'bytes', 60, disk.packedBytes),
    figure('PostgreSQL: log of packing a reading', 'bytes', 200, disk.packLogBytes),
    figure('PostgreSQL: packing a reading', 'µs', 500, disk.packMicroseconds),
    figure('PostgreSQL: a row after packing', 'bytes', 5, disk.leftBytes),
    figure('PostgreSQL: an hour of a rig', 'bytes', 700, disk.hourBytes),
    figure('PostgreSQL: log of an hour of a rig', 'bytes', 2_000, disk.hourLogBytes),
    figure("PostgreSQL: a rig's hour in the ledger", 'bytes', 1_500, disk.ledgerBytes),
    figure("PostgreSQL: log of a rig's hour in the ledger", 'bytes', 6_000, disk.ledgerLogBytes),
  ]
}

function figure(name: string, unit: string, atMost: number, value: number): MeasuredFigure {
  return measured({ name, unit, mark: { atMost }, note: `${RIGS} rigs of 8 cards` }, [value])
}

async function onPostgresql() {
  const cluster = await startPostgresql({ durable: true })
  try {
    await migrateDatabase(cluster.url)
    const store = await openReadingStore(cluster.url)
    const client = new pg.Client(cluster.url)
    await client.connect()
    const bytes = await bytesTaken(store, client, cluster.url)
    await client.end()
    await store.close()
    return bytes
  } finally {
    await cluster.stop()
  }
}

async function bytesTaken(store: ReadingStore, client: pg.Client, url: string) {
  const number = async (sql: string) => {
    const { rows } = await client.query<{ number: string }>(`SELECT ${sql} AS number`)
    return Number(rows[0]?.number)
  }
  const position = "pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"
  const sizeOf = (like: string) =>
    number(`(SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relname LIKE '${like}')`)

  let logBefore = await number(position)
  let waiting: SeededReading[] = []
  for (const seeded of seededReadings(RIGS, MINUTES)) {
    if (waiting.push(seeded) < READINGS_PER_APPEND) continue
    await store.append(waiting)
    waiting = []
  }
  const readings = RIGS * MINUTES
  const rowLogBytes = ((await number(position)) - logBefore) / readings
  const rowBytes = (await sizeOf('Reading\\_%')) / readings
  logBefore = await number(position)
  const startedMs = performance.now()
  const packed = await store.sealReadings(Number.MAX_SAFE_INTEGER)
  if (packed !== readings) throw new Error(`${packed} of ${readings} readings were packed`)
  const packMicroseconds = ((performance.now() - startedMs) * 1000) / readings
  const packLogBytes = ((await number(position)) - logBefore) / readings
  const packedBytes = (await sizeOf('ReadingBlock\\_%')) / readings
  // As autovacuum does in its own time, and the store afterwards: one that was just opened looks at every week.
  await client.query('VACUUM "Reading"')
  const fresh = await openReadingStore(url)
  await fresh.sealReadings(Number.MAX_SAFE_INTEGER)
  await fresh.close()
  const leftBytes = (await sizeOf('Reading\\_%')) / readings
  logBefore = await number(position)
  for (let hour = 0; hour < HOURS; hour++) {
    const hourMs = SEEDED_FROM_MS + hour * 3_600_000
    await store.saveHours(Array.from({ length: RIGS }, (_, index) => steadyHour(index + 1, hourMs)))
  }
  const hours = RIGS * HOURS
  const hourLogBytes = ((await number(position)) - logBefore) / hours
  const hourBytes = ((await sizeOf('RigHour')) + (await sizeOf('WorkHour'))) / hours
  logBefore = await number(position)
  for (let hour = 0; hour < HOURS; hour++) {
    const rows = Array.from({ length: RIGS }, (_, index) => ledgerRow(index + 1, SEEDED_FROM_MS + hour * 3_600_000))
    await store.saveLedger({ rows, reason: 'closed', nowMs: SEEDED_FROM_MS })
  }
  const ledgerLogBytes = ((await number(position)) - logBefore) / hours
  const ledgerBytes = ((await sizeOf('LedgerHour')) + (await sizeOf('LedgerPeriod'))) / hours
  return {
    rowBytes,
    rowLogBytes,
    packedBytes,
    packLogBytes,
    packMicroseconds,
    leftBytes,
    hourBytes,
    hourLogBytes,
    ledgerBytes,
    ledgerLogBytes,
  }
}

function ledgerRow(rigId: number, hourMs: number): LedgerRow {
  const amounts = { coinPico: 1_234_567n + BigInt(rigId), revenueNano: 87_654_321n + BigInt(rigId) }
  const quarter = {
    siteId: 1,
    lines: [{ payer: 'solo', coin: 'BTC', algorithm: 'sha256d', ...amounts, workMs: 900_000, unvaluedMs: 0 }],
    costNano: 45_000_000n,
    energyMilliWh: 750_000n,
    seenMs: 900_000,
    unpoweredMs: 0,
  }
  return {
    subject: `rig:${rigId}`,
    hourMs,
    siteId: 1,
    currency: 'USD',
    basis: '{"tariff":0.06}',
    energyMilliWh: 3_000_000n,
    revenueNano: 4n * amounts.revenueNano,
    costNano: 180_000_000n,
    lines: linesText([quarter, quarter, quarter, quarter]),
  }
}

async function inNode(url: string, reportError: (error: unknown) => void) {
  await migrateDatabase(url)
  const store = await openReadingStore(url)
  const database = await openDatabase(url)
  const done = await completeFirstRun(
    database,
    { currency: 'USD', siteName: 'Farm', timeZone: 'UTC', tariff: TARIFF },
    SEEDED_FROM_MS,
  )
  if (!done.ok) throw new Error(JSON.stringify(done.problems))
  for (let rig = 1; rig <= RIGS; rig++) {
    await insertRig(database, { key: `rig-${rig}`, name: `Rig ${rig}`, siteId: done.siteId, createdAtMs: 0 })
  }
  const fromMs = SEEDED_FROM_MS + MINUTES * SEEDED_INTERVAL_MS
  const heapBefore = memoryInUse()
  const fleet = await LiveFleet.open({ database, store, reportError }, fromMs)
  // As they come from another node: text that is parsed first.
  const minutes = Array.from({ length: FOLLOWED_MINUTES }, () => [] as SeededReading[])
  for (const seeded of seededReadings(RIGS, FOLLOWED_MINUTES, 2)) {
    const minute = (seeded.reading.at - SEEDED_FROM_MS) / SEEDED_INTERVAL_MS
    const at = fromMs + minute * SEEDED_INTERVAL_MS
    minutes[minute]?.push({ ...seeded, receivedAtMs: at + 300, reading: { ...seeded.reading, at } })
  }
  const texts = minutes.map((batch) => JSON.stringify(batch))
  let [followed, told, toldBytes] = [0, 0, 0]
  for (const [minute, text] of texts.entries()) {
    const nowMs = fromMs + minute * SEEDED_INTERVAL_MS + 500
    const { version } = fleet.snapshot(nowMs - SEEDED_INTERVAL_MS)
    let startedAt = process.cpuUsage()
    await fleet.follow(JSON.parse(text))
    const followedHere = microsecondsSince(startedAt)
    startedAt = process.cpuUsage()
    fleet.advance(nowMs)
    const delta = JSON.stringify(fleet.deltaSince(version, nowMs))
    const toldHere = microsecondsSince(startedAt)
    // Not counted: compilers warm up.
    if (minute < 2) continue
    followed += followedHere
    told += toldHere
    toldBytes += delta?.length ?? Number.NaN
  }
  const counted = RIGS * (FOLLOWED_MINUTES - 2)
  const rigKibibytes = (memoryInUse() - heapBefore) / 1024 / RIGS
  await store.close()
  await database.$disconnect()
  return {
    streamBytes: texts.reduce((sum, text) => sum + text.length, 0) / (RIGS * FOLLOWED_MINUTES),
    followMicroseconds: followed / counted,
    deltaMicroseconds: told / counted,
    deltaBytes: toldBytes / counted,
    rigKibibytes,
  }
}

function microsecondsSince(startedAt: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(startedAt)
  return user + system
}

function memoryInUse(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

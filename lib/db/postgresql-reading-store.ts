import { AppendQueue } from './append-queue.ts'
import type { ChartHourRow, ChartWorkRow } from './chart-hours.ts'
import { type DamagedSpan, DamagedSpans } from './damaged-spans.ts'
import { figuresSeries } from './figures-series.ts'
import { HoursChart } from './hours-chart.ts'
import { inTransaction, lockFor, poolPostgresql } from './postgresql-connection.ts'
import { readHour, readLatest, readReceived, readRigsReceivedAfter } from './postgresql-fleet-reader.ts'
import { saveLedgerTo } from './postgresql-ledger.ts'
import { PostgresqlPeriodWriter } from './postgresql-ledger-periods.ts'
import { moveHistoryIn } from './postgresql-move-history.ts'
import { ReadingPartitions } from './postgresql-partitions.ts'
import { pruneReadings } from './postgresql-prune-readings.ts'
import { readOldestMs, readRange, readSeries } from './postgresql-reading-reader.ts'
import { storePacked } from './postgresql-reading-writer.ts'
import { redirectRigIn } from './postgresql-redirect-rig.ts'
import { saveHoursTo, saveSlotsTo } from './postgresql-save-hours.ts'
import { ReadingSealer } from './postgresql-seal-blocks.ts'
import { postgresqlStoreSize } from './postgresql-store-size.ts'
import { MOST_BUCKETS, type ReadingStore } from './reading-store.ts'

// One is for readings as they come, so that none of the others makes them wait.
const WRITERS = 4
const READERS = 4

/**
 * Opens the store of readings in the PostgreSQL database that `url` names; it must have been migrated. Any number of
 * processes may have it open. Writers and readers have connections of their own, so that a long read holds up no reading.
 */
export async function openPostgresqlReadingStore(
  url: string,
  reportError: (error: Error) => void = () => {},
): Promise<ReadingStore> {
  const writers = poolPostgresql(url, WRITERS, reportError)
  const readers = poolPostgresql(url, READERS, reportError)
  const partitions = {
    readings: new ReadingPartitions(writers),
    blocks: new ReadingPartitions(writers, 'ReadingBlock'),
  }
  const damaged = new DamagedSpans()
  const sealer = new ReadingSealer(writers, partitions, damaged)
  const stats = {
    appended: 0,
    stored: 0,
    duplicates: 0,
    commits: 0,
    failedCommits: 0,
    lastCommitFailed: false,
    walBytes: 0,
  }
  const queue = new AppendQueue(async (packed) => {
    try {
      const stored = await storePacked(writers, partitions.readings, packed)
      const kept = stored.reduce((sum, one) => sum + one, 0)
      stats.commits += 1
      stats.lastCommitFailed = false
      stats.stored += kept
      stats.duplicates += stored.length - kept
      return stored
    } catch (error) {
      stats.failedCommits += 1
      stats.lastCommitFailed = true
      throw error
    }
  })
  const noteDamaged = (span: DamagedSpan) => damaged.note([span])
  const close = async () => {
    await queue.drained()
    await Promise.all([writers.end(), readers.end(), sealer.close()])
  }
  // Fails now, not at the first reading, when the server cannot be reached or is not ours.
  await readOldestMs(readers).catch(async (error: Error) => {
    await close()
    throw error
  })

  return {
    append: async (readings) => {
      stats.appended += readings.length
      return queue.append(readings)
    },
    readRange: async (rigId, fromMs, toMs, { limit, afterMs }) => {
      const firstMs = afterMs === undefined ? fromMs : Math.max(fromMs, afterMs + 1)
      return (await readRange(readers, rigId, firstMs, toMs, limit)).map(({ reading }) => reading)
    },
    scanHour: (hourMs, rigIds) => readHour(readers, hourMs, rigIds, noteDamaged),
    latestReadings: (sinceMs) => readLatest(readers, sinceMs, noteDamaged),
    figuresSeries: async (rigId, fromMs, toMs, stepMs, power) => {
      if (!(stepMs > 0) || (toMs - fromMs) / stepMs > MOST_BUCKETS) {
        throw new Error(`A series of ${toMs - fromMs} ms in steps of ${stepMs} ms is more than ${MOST_BUCKETS} points.`)
      }
      return figuresSeries(await readSeries(readers, rigId, fromMs, toMs), { fromMs, toMs, stepMs }, power)
    },
    hoursChart: async (asked) => {
      const chart = new HoursChart(asked)
      const [hours, work] = await Promise.all([
        readers.query<ChartHourRow>({ text: chart.questions.hours, rowMode: 'array' }),
        readers.query<ChartWorkRow>({ text: chart.questions.work, rowMode: 'array' }),
      ])
      return chart.drawn({ hours: hours.rows, work: work.rows })
    },
    receivedBetween: (rigIds, fromMs, toMs) => readReceived(readers, rigIds, fromMs, toMs, noteDamaged),
    pending: () => queue.pending(),
    oldestMs: () => readOldestMs(readers),
    sealReadings: async (endedByMs, isWanted = () => true, tellDamaged = () => {}) => {
      const sealed = await sealer.seal(endedByMs, isWanted)
      damaged.tell(tellDamaged)
      return sealed
    },
    pruneReadings: (beforeMs) => pruneReadings(writers, partitions, beforeMs),
    storage: async () => ({ ...(await postgresqlStoreSize(readers)), damaged: damaged.all() }),
    saveHours: (hours) => inTransaction(writers, (client) => saveHoursTo(client, hours)),
    saveSiteSlots: (slots, work) => inTransaction(writers, (client) => saveSlotsTo(client, slots, work)),
    saveLedger: (batch) =>
      inTransaction(writers, async (client) => {
        await lockFor(client, 'ledger')
        return saveLedgerTo(client, batch)
      }),
    sumLedgerAgain: (subject) =>
      inTransaction(writers, async (client) => {
        await lockFor(client, 'ledger')
        const periods = await PostgresqlPeriodWriter.open(client)
        await periods.sumAllAgain(subject)
        await periods.write()
      }),
    rigsReceivedAfter: (hourMs, sinceMs) => readRigsReceivedAfter(readers, hourMs, sinceMs),
    redirectRig: (fromRigId, intoRigId) =>
      inTransaction(writers, (client) => redirectRigIn(client, fromRigId, intoRigId)),
    moveHistory: async (fromRigId, toRigId) => {
      await queue.drained()
      queue.forget(fromRigId)
      return inTransaction(writers, async (client) => {
        await lockFor(client, 'ledger')
        await lockFor(client, 'packing')
        return moveHistoryIn(client, fromRigId, toRigId)
      })
    },
    stats: () => ({ ...stats }),
    close,
  }
}

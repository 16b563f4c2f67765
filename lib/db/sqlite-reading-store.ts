import type { Reading } from '#lib/domain/reading'
import { AppendQueue } from './append-queue.ts'
import { spanOf } from './block-span.ts'
import { DamagedSpans } from './damaged-spans.ts'
import { databaseFile } from './database-file.ts'
import type { MoveStep } from './move-history.ts'
import { type PackedReadings, transferOf } from './packed-readings.ts'
import type { ReadingReader } from './reading-reader.ts'
import { MOST_BUCKETS, type ReadingStore, type ReadingStoreStats } from './reading-store.ts'
import type { ReadingWriter } from './reading-writer.ts'
import { unpackReadings } from './unpack-readings.ts'
import { WorkerCalls } from './worker-calls.ts'
import { readingWorkerEntry } from './worker-entry.ts'

/**
 * Opens the store of readings in the SQLite file that `url` names; it must have been migrated. One thread writes and one
 * reads, each with its own connection, so that neither a slow disk nor a long read holds up the event loop.
 */
export async function openReadingStore(url: string): Promise<ReadingStore> {
  const file = databaseFile(url)
  const entry = await readingWorkerEntry()
  const writer = new WorkerCalls<ReadingWriter>(entry, { role: 'write', file })
  const reader = new WorkerCalls<ReadingReader>(entry, { role: 'read', file })
  const stats = {
    appended: 0,
    stored: 0,
    duplicates: 0,
    commits: 0,
    failedCommits: 0,
    lastCommitFailed: false,
    walBytes: 0,
  }
  const damaged = new DamagedSpans()
  const queue = new AppendQueue((packed) => storeCounted(writer, packed, stats))
  // Fails now, not at the first reading, when the file is missing or will not be opened.
  await reader.call('oldestMs', undefined).catch(async (error: Error) => {
    await Promise.all([reader.stop(), writer.stop()])
    throw error
  })

  return {
    append: async (readings) => {
      stats.appended += readings.length
      return queue.append(readings)
    },
    readRange: async (rigId, fromMs, toMs, { limit, afterMs }) => {
      const firstMs = afterMs === undefined ? fromMs : Math.max(fromMs, afterMs + 1)
      const packed = await reader.call('range', { rigId, fromMs: firstMs, toMs, limit })
      return (await unpackReadings(packed)).map(({ reading }) => reading)
    },
    scanHour: async (hourMs, rigIds) => {
      const byRig = new Map<number, Reading[]>()
      const hour = await reader.call('hour', { hourMs, rigIds })
      const found = [...hour.damaged]
      const readable = await unpackReadings(hour, (span) => found.push(span))
      damaged.note(found)
      const leftOut = new Set(found.map(({ rigId }) => rigId))
      for (const { rigId, reading } of readable) {
        if (leftOut.has(rigId)) continue
        const readings = byRig.get(rigId)
        if (readings === undefined) byRig.set(rigId, [reading])
        else readings.push(reading)
      }
      return byRig
    },
    latestReadings: async (sinceMs) => {
      // One that is damaged must not keep a server from starting.
      const latest = await reader.call('latest', { sinceMs })
      const readings = await unpackReadings(latest, (span) => damaged.note([span]))
      return new Map(readings.map(({ rigId, reading }) => [rigId, reading]))
    },
    figuresSeries: async (rigId, fromMs, toMs, stepMs, power) => {
      if (!(stepMs > 0) || (toMs - fromMs) / stepMs > MOST_BUCKETS) {
        throw new Error(`A series of ${toMs - fromMs} ms in steps of ${stepMs} ms is more than ${MOST_BUCKETS} points.`)
      }
      return reader.call('series', { rigId, fromMs, toMs, stepMs, power })
    },
    hoursChart: (asked) => reader.call('hoursChart', asked),
    receivedBetween: async (rigIds, fromMs, toMs) =>
      unpackReadings(await reader.call('received', { rigIds, fromMs, toMs })),
    pending: () => queue.pending(),
    sealReadings: async (endedByMs, isWanted = () => true, tellDamaged = () => {}) => {
      let sealed = 0
      while (isWanted()) {
        const step = await reader.call('packSpans', { endedByMs, known: damaged.keys() })
        damaged.note(step.damaged)
        damaged.tell(tellDamaged)
        if (step.packed.length === 0) break
        await queue.quiet()
        const readings = await writer.call('seal', step.packed)
        // Late readings came in between: they are packed along with the others next time.
        if (readings === 0) break
        sealed += readings
      }
      return sealed
    },
    pruneReadings: async (beforeMs, isWanted = () => true) => {
      const cutMs = spanOf(beforeMs)
      for (let more = true; more && isWanted(); ) {
        await queue.quiet()
        more = (await writer.call('pruneSome', cutMs)).more
      }
      return cutMs
    },
    oldestMs: () => reader.call('oldestMs', undefined),
    saveHours: (hours) => writer.call('saveHours', hours),
    saveSiteSlots: (slots, work) => writer.call('saveSiteSlots', { slots, work }),
    saveLedger: (batch) => writer.call('saveLedger', batch),
    sumLedgerAgain: (subject) => writer.call('sumLedgerAgain', subject),
    rigsReceivedAfter: async () => undefined,
    // Nobody else stores readings here, and this process's memory leads them.
    redirectRig: async () => {},
    moveHistory: async (fromRigId, toRigId) => {
      await queue.drained()
      queue.forget(fromRigId)
      return moveAll(writer, { fromRigId, toRigId, movedReadings: 0, done: false })
    },
    storage: async () => ({ ...(await reader.call('storage', undefined)), damaged: damaged.all() }),
    stats: () => ({ ...stats }),
    close: async () => {
      await queue.drained()
      await Promise.all([closeThread(writer), closeThread(reader)])
    },
  }
}

async function storeCounted(
  writer: WorkerCalls<ReadingWriter>,
  packed: PackedReadings,
  stats: ReadingStoreStats,
): Promise<Uint8Array> {
  try {
    const { stored, walBytes } = await writer.call('store', packed, transferOf(packed))
    const kept = stored.reduce((sum, one) => sum + one, 0)
    stats.commits += 1
    stats.lastCommitFailed = false
    stats.stored += kept
    stats.duplicates += stored.length - kept
    stats.walBytes = walBytes
    return stored
  } catch (error) {
    stats.failedCommits += 1
    stats.lastCommitFailed = true
    throw error
  }
}

// One small commit at a time, so that readings get in between.
async function moveAll(writer: WorkerCalls<ReadingWriter>, first: MoveStep) {
  const hours = new Set<number>()
  let step = first
  while (!step.done) {
    const { hoursMs, ...next } = await writer.call('moveSome', step)
    for (const hourMs of hoursMs) hours.add(hourMs)
    step = next
  }
  return { movedReadings: step.movedReadings, hoursMs: [...hours].sort((one, other) => one - other) }
}

async function closeThread(thread: { call(name: 'close', argument: undefined): Promise<void>; stop(): Promise<void> }) {
  await thread.call('close', undefined)
  await thread.stop()
}

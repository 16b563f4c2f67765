import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { migrateDatabase } from '#lib/db/migrate'
import { openReadingStore } from '#lib/db/sqlite-reading-store'
import type { BenchPrograms } from '../build-programs.ts'
import { type MeasuredFigure, measured } from '../figure.ts'
import { linesOf } from '../peers/line-protocol.ts'
import { hasVictoriaMetrics, VictoriaMetrics } from '../peers/victoria-metrics.ts'
import {
  SAMPLES_PER_READING,
  SEEDED_FROM_MS,
  SEEDED_INTERVAL_MS,
  type SeededReading,
  seededReadings,
} from './seeded-readings.ts'

const READINGS_PER_APPEND = 2_000
const RIGS = 20
const HOURS = 720
const LINES_PER_REQUEST = 20_000
const HOUR_MS = 3_600_000

type StoredAndPacked = { readings: number; samples: number; bytes: number; bytesPerSample: number }

/** Bytes a value takes once packed, everything on disk, against VictoriaMetrics with the same values and everything of it. */
export async function measureStorage(
  _programs: BenchPrograms,
  folder: string,
  say: (sentence: string) => void,
): Promise<MeasuredFigure[]> {
  if (!hasVictoriaMetrics()) {
    say('storage: victoria-metrics is not installed here, so there is nothing to compare with')
    return []
  }
  const { readings, samples, bytes, bytesPerSample } = await storeAndPack(folder, RIGS, HOURS)
  say(
    `storage: ${readings} readings stored and packed, ${(bytes / 2 ** 20).toFixed(1)} MiB with all that lies beside them`,
  )
  const theirs = (await storeInPeer(join(folder, 'victoria-metrics-storage'), samples)) / samples
  say(`storage: ${bytesPerSample.toFixed(3)} B a sample against ${theirs.toFixed(3)}`)
  const name = 'bytes a sample after packing, everything on disk ÷ VictoriaMetrics'
  const note = `${bytesPerSample.toFixed(3)} against ${theirs.toFixed(3)} B; ${readings} readings of ${SAMPLES_PER_READING} values, ${RIGS} rigs`
  return [measured({ name, unit: 'ratio', mark: { atMost: 1 }, note }, [bytesPerSample / theirs])]
}

/** Bytes of its folder after it has merged everything and stopped. Throws when it did not take every sample. */
async function storeInPeer(folder: string, samples: number): Promise<number> {
  const peer = await VictoriaMetrics.start(folder)
  let lines: string[] = []
  for (const { rigId, reading } of seededReadings(RIGS, (HOURS * HOUR_MS) / SEEDED_INTERVAL_MS)) {
    lines.push(...linesOf(rigId, reading))
    if (lines.length < LINES_PER_REQUEST) continue
    await peer.write(lines.join('\n'))
    lines = []
  }
  await peer.write(lines.join('\n'))
  await peer.mergeAll()
  const kept = await peer.samplesKept()
  await peer.stop()
  if (kept !== samples)
    throw new Error(`victoria-metrics keeps ${kept} of ${samples} samples, so sizes cannot be compared`)
  return bytesIn(folder)
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
}

/**
 * Stores seeded readings as they would come, packing spans an hour after their end as the server does, and sums all files
 * of the folder afterwards: whatever the store keeps beside the readings is counted.
 */
export async function storeAndPack(folder: string, rigs: number, hours: number): Promise<StoredAndPacked> {
  const own = join(folder, 'storage')
  mkdirSync(own)
  const url = `file:${join(own, 'davylamp.db')}`
  await migrateDatabase(url)
  const store = await openReadingStore(url)
  const minutes = (hours * HOUR_MS) / SEEDED_INTERVAL_MS
  let waiting: SeededReading[] = []
  let readings = 0
  let hourMs = SEEDED_FROM_MS
  for (const seeded of seededReadings(rigs, minutes)) {
    waiting.push(seeded)
    readings += 1
    if (waiting.length < READINGS_PER_APPEND) continue
    await store.append(waiting)
    waiting = []
    if (seeded.reading.at < hourMs + HOUR_MS) continue
    hourMs = Math.floor(seeded.reading.at / HOUR_MS) * HOUR_MS
    await store.sealReadings(hourMs - HOUR_MS)
  }
  await store.append(waiting)
  await store.sealReadings(Number.MAX_SAFE_INTEGER)
  await store.close()
  const bytes = bytesIn(own)
  const samples = readings * SAMPLES_PER_READING
  return { readings, samples, bytes, bytesPerSample: bytes / samples }
}

import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { migrateDatabase } from '#lib/db/migrate'
import { openReadingStore } from '#lib/db/sqlite-reading-store'
import { type MeasuredFigure, measured } from '../figure.ts'
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
/** Beside a time-series database on the same data: see docs/performance.md. */
const MOST_BYTES = 0.6
const HOUR_MS = 3_600_000

type StoredAndPacked = { readings: number; samples: number; bytes: number; bytesPerSample: number }

/** Bytes a value takes once packed. */
export async function measureStorage(folder: string, say: (sentence: string) => void): Promise<MeasuredFigure> {
  const { readings, bytes, bytesPerSample } = await storeAndPack(folder, RIGS, HOURS)
  say(
    `storage: ${readings} readings stored and packed, ${(bytes / 2 ** 20).toFixed(1)} MiB with all that lies beside them`,
  )
  return measured(
    {
      name: 'bytes a sample after packing, everything on disk',
      unit: 'B',
      mark: { atMost: MOST_BYTES },
      note: `${readings} readings of ${SAMPLES_PER_READING} values, ${RIGS} rigs`,
    },
    [bytesPerSample],
  )
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
  const bytes = readdirSync(own).reduce((sum, name) => sum + statSync(join(own, name)).size, 0)
  const samples = readings * SAMPLES_PER_READING
  return { readings, samples, bytes, bytesPerSample: bytes / samples }
}

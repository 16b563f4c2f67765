import { spawnSync } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { SPAN_MS } from '#lib/db/block-span'
import { packSpans, writeSpans } from '#lib/db/seal-blocks'
import { openReadingStore } from '#lib/db/sqlite-reading-store'
import { storedRows } from '#lib/db/stored-rows'
import { gpuReading, MIDNIGHT } from './some-readings.ts'
import { temporaryDatabase } from './temporary-database.ts'

const SCRIPT = fileURLToPath(new URL('./seal-and-die.ts', import.meta.url))
const MINUTE = 60_000

function sealUntilKilled(file: string, dieBefore: number) {
  const { signal, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', SCRIPT, file, String(MIDNIGHT + SPAN_MS), String(dieBefore)],
    { encoding: 'utf8' },
  )
  if (signal !== 'SIGKILL' && stdout === '') throw new Error(stderr)
  return signal
}

const moments = (database: Sqlite.Database, rigId: number) =>
  [...storedRows(database).range(rigId, 0, Number.MAX_SAFE_INTEGER)].map((row) => (row.atMs - MIDNIGHT) / MINUTE)

test('killed at any step of packing, every reading is there once; the next try packs them', async () => {
  const { url, file, folder } = await temporaryDatabase()
  const store = await openReadingStore(url)
  const received = (at: number) => ({ rigId: 1, receivedAtMs: at, reading: gpuReading(at) })
  const even = Array.from({ length: 60 }, (_, index) => 2 * index)
  await store.append(even.map((minute) => received(MIDNIGHT + minute * MINUTE)))
  await store.sealReadings(MIDNIGHT + SPAN_MS)
  // Late ones, so that a block is replaced: the most that can go wrong.
  const odd = [1, 3, 77, 119]
  await store.append(odd.map((minute) => received(MIDNIGHT + minute * MINUTE)))
  await store.close()
  const all = [...even, ...odd].sort((one, other) => one - other)

  // BEGIN, the block that goes, a piece of the new one, each slot that goes (36), COMMIT, and after it.
  const steps = [0, 1, 2, 3, 4, 20, 38, 39, 40]
  const seen = new Set<string>()
  for (const step of steps) {
    const copy = join(folder, `step-${step}.db`)
    copyFileSync(file, copy)
    const killed = sealUntilKilled(copy, step) === 'SIGKILL'
    const database = new Sqlite(copy)
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(moments(database, 1)).toEqual(all)
    const left = database.prepare('SELECT COUNT(*) FROM Reading').pluck().get()
    seen.add(`${killed ? 'killed' : 'done'}, ${left} left`)
    database.transaction(() => writeSpans(database, packSpans(database, MIDNIGHT + SPAN_MS).packed))()
    expect(database.prepare('SELECT COUNT(*) FROM Reading').pluck().get()).toBe(0)
    expect(moments(database, 1)).toEqual(all)
    database.close()
  }
  // Otherwise the steps above miss the moment at which it changes.
  expect(seen).toEqual(new Set(['killed, 4 left', 'killed, 0 left']))
}, 120_000)

test('readings that came while a block was made are not lost by it: it is made again', async () => {
  const { url, file } = await temporaryDatabase()
  const store = await openReadingStore(url)
  const received = (at: number) => ({ rigId: 1, receivedAtMs: at, reading: gpuReading(at) })
  await store.append([received(MIDNIGHT), received(MIDNIGHT + MINUTE)])
  const database = new Sqlite(file)
  const spans = packSpans(database, MIDNIGHT + SPAN_MS).packed
  await store.append([received(MIDNIGHT + 2 * MINUTE)])
  expect(database.transaction(() => writeSpans(database, spans))()).toBe(0)
  expect(moments(database, 1)).toEqual([0, 1, 2])
  expect(await store.sealReadings(MIDNIGHT + SPAN_MS)).toBe(3)
  // Two that were made from the same readings: the second finds them gone.
  const [one] = spans
  expect(one && database.transaction(() => writeSpans(database, [one]))()).toBe(0)
  expect(moments(database, 1)).toEqual([0, 1, 2])
  database.close()
  await store.close()
})

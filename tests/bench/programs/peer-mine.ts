import { setImmediate } from 'node:timers/promises'
import { openDatabase } from '#lib/db/database'
import { CLOSED_UNTIL, LEDGER_SINCE, saveCursor } from '#lib/db/job-cursors'
import { migrateDatabase } from '#lib/db/migrate'
import type { ReceivedReading } from '#lib/db/reading-store'
import { openReadingStore } from '#lib/db/sqlite-reading-store'
import { HOUR_MS, MINUTE_MS } from '#lib/domain/units'
import { createKey } from '#lib/services/create-key'
import { rebuildHours } from '#lib/services/rebuild-hours'
import { describeFarm } from '#simulators/farm'
import { foundMine } from '../../../commands/demo/found-mine.ts'
import { serveParent } from '../child-calls.ts'
import { plainFigures } from '../peers/plain-figures.ts'

const MINUTES_PER_APPEND = 40
/** What a server leaves as it came (docs/storage.md). */
const UNPACKED_MS = 4 * HOUR_MS

const handlers = {
  /** A mine whose rigs tell one rate, watts and a temperature each minute; its hours and fleet series made by the server's own code. */
  build: async (given: { file: string; rigs: number; fromMs: number; toMs: number }) => {
    const { file, rigs, fromMs, toMs } = given
    const url = `file:${file}`
    await migrateDatabase(url)
    const database = await openDatabase(url)
    const store = await openReadingStore(url)
    const found = await foundMine(database, describeFarm(rigs), () => fromMs, toMs)
    const ids = found.rigs.map(({ id }) => id)
    let last: Promise<unknown> = Promise.resolve()
    for (let batchMs = fromMs; batchMs < toMs; batchMs += MINUTES_PER_APPEND * MINUTE_MS) {
      const batch: ReceivedReading[] = []
      const endMs = Math.min(batchMs + MINUTES_PER_APPEND * MINUTE_MS, toMs)
      for (let atMs = batchMs; atMs < endMs; atMs += MINUTE_MS) {
        for (const [index, rigId] of ids.entries()) batch.push(receivedOf(rigId, index, atMs))
      }
      await last
      last = store.append(batch)
      await setImmediate()
    }
    await last
    await rebuildHours({ database, store }, fromMs, toMs)
    // A server that ran all month has packed them; else this one would do so while charts are measured.
    await store.sealReadings(toMs - UNPACKED_MS)
    await saveCursor(database, CLOSED_UNTIL, toMs)
    // Rebuilding wrote the ledger as well: nothing of it is left to be filled in while charts are measured.
    await saveCursor(database, LEDGER_SINCE, fromMs)
    const key = await createKey(database, { name: 'bench' })
    if (!key.ok) throw new Error(key.reason)
    await store.close()
    await database.$disconnect()
    return { key: key.secret, rigIds: ids }
  },
}

function receivedOf(rigId: number, index: number, atMs: number): ReceivedReading {
  const { hashesPerSecond, powerWatts, temperatureCelsius } = plainFigures(index, atMs)
  const work = [{ algorithm: 'sha256d', hashesPerSecond }]
  return {
    rigId,
    receivedAtMs: atMs,
    reading: {
      at: atMs,
      intervalSeconds: 60,
      state: 'hashing',
      miner: { name: 'antminer', model: 'Antminer S19' },
      work,
      powerWatts,
      powerSource: 'metered',
      devices: [{ index: 0, kind: 'board', work, temperatureCelsius }],
    },
  }
}

export type PeerMine = typeof handlers

serveParent(handlers)

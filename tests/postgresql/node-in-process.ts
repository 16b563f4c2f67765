import pino from 'pino'
import type { Database } from '#lib/db/database'
import { createCounters } from '#lib/services/counters'
import { ReadingKeeper } from '#lib/services/storage/reading-keeper'
import { openStoreForTest } from '../db/temporary-database'
import { openFleetForTest } from '../services/fleet-for-test'

/** One of several nodes on a database, in this process and without sockets: its own store and fleet, told nothing by the others. */
export async function openNodeInProcess(url: string, database: Database) {
  const log = pino({ level: 'silent' })
  const store = await openStoreForTest(url)
  const fleet = await openFleetForTest({ database, store, isOneOfSeveral: true })
  const keeper = new ReadingKeeper({ database, store, log, folder: '.' })
  return { database, store, fleet, log, counters: createCounters(), keeper }
}

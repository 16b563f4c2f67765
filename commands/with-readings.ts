import { openReadingStore } from '#lib/db/open-reading-store'
import type { ReadingStore } from '#lib/db/reading-store'
import { withDatabase } from './with-database.ts'

/** Runs on the installation's readings; the server may be running. */
export function withReadings<Result>(
  run: (
    context: { database: Parameters<Parameters<typeof withDatabase>[0]>[0]; store: ReadingStore },
    dataDir: string,
  ) => Promise<Result>,
): Promise<Result> {
  return withDatabase(async (database, config) => {
    const store = await openReadingStore(config.databaseUrl)
    try {
      return await run({ database, store }, config.dataDir)
    } finally {
      await store.close()
    }
  })
}

import Sqlite from 'better-sqlite3'
import type { ReadingStore, ReceivedReading } from '#lib/db/reading-store'
import { SerializedSqliteAdapter } from '#lib/db/serialized-adapter'

type DeviceRow = {
  rigId: number
  device: number
  atMs: bigint
  hashesPerSecond?: number | undefined
  temperatureCelsius?: number | undefined
  memoryCelsius?: number | undefined
  fanPercent?: number | undefined
  powerWatts?: number | undefined
  accepted?: number | undefined
  rejected?: number | undefined
}

type ScratchClient = {
  $connect(): Promise<void>
  deviceReading: { createMany(given: { data: DeviceRow[] }): Promise<{ count: number }> }
}
type ScratchModule = { PrismaClient: new (options: { adapter: SerializedSqliteAdapter }) => ScratchClient }

// Only what keys and affinities the schema asks for: Prisma's own migration would make the same.
const TABLE = `CREATE TABLE "DeviceReading" (
  "rigId" INTEGER NOT NULL, "device" INTEGER NOT NULL, "atMs" BIGINT NOT NULL, "hashesPerSecond" REAL,
  "temperatureCelsius" REAL, "memoryCelsius" REAL, "fanPercent" REAL, "powerWatts" REAL, "accepted" INTEGER,
  "rejected" INTEGER, PRIMARY KEY ("rigId", "device", "atMs"))`

/**
 * A handler as one would begin: Prisma's `createMany` for each message, a row per GPU, answered when it is done. The same
 * adapter and `synchronous=FULL` as the real database, and nothing else: neither duplicates nor the live fleet.
 */
export async function createManyStore(real: ReadingStore, file: string, clientModule: string): Promise<ReadingStore> {
  const connection = new Sqlite(file)
  connection.exec(TABLE)
  connection.close()
  // The client is generated when the bench runs; this is the one place that says what it looks like.
  const { PrismaClient }: ScratchModule = (await import(clientModule)) as ScratchModule
  const client = new PrismaClient({ adapter: new SerializedSqliteAdapter(file) })
  await client.$connect()
  return {
    ...real,
    append: async (readings) => {
      const { count } = await client.deviceReading.createMany({ data: readings.flatMap(deviceRows) })
      if (count === 0) throw new Error('createMany stored nothing')
      return readings.map(() => 'duplicate')
    },
    pending: () => ({ readings: 0, bytes: 0 }),
  }
}

function deviceRows({ rigId, reading }: ReceivedReading): DeviceRow[] {
  const shares = reading.work[0]?.shares
  return (reading.devices ?? []).map((device) => ({
    rigId,
    device: device.index,
    atMs: BigInt(reading.at),
    hashesPerSecond: device.work?.[0]?.hashesPerSecond,
    temperatureCelsius: device.temperatureCelsius,
    memoryCelsius: device.memoryCelsius,
    fanPercent: device.fanPercent,
    powerWatts: device.powerWatts,
    accepted: shares?.accepted,
    rejected: shares?.rejected,
  }))
}

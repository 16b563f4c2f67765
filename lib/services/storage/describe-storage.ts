import type { RunningServer } from '../running-server.ts'
import type { DiskRoom } from './disk-room.ts'
import { RETENTION_CHOICES, type Retention, readRetention } from './retention.ts'

/** What full readings take and may take, for the page of settings. */
export type StorageFacts = {
  retention: Retention
  room?: DiskRoom
  databaseBytes: number
  reusableBytes: number
  /** Measured on packed readings; absent before any is packed. */
  bytesPerReading?: number
  rigs: number
  /** Readings of three hours of a rig that are damaged on disk. */
  damaged: { rig: string; fromMs: number }[]
  /** What each choice takes in the end, with as many rigs as now that report as often as now. */
  choices: { days: number; bytes?: number }[]
}

export async function describeStorage(
  server: Pick<RunningServer, 'database' | 'store' | 'fleet' | 'keeper'>,
): Promise<StorageFacts> {
  const [retention, size] = await Promise.all([readRetention(server.database), server.store.storage()])
  const rigs = [...server.fleet.liveRigs()].length
  const { databaseBytes, reusableBytes, bytesPerReading, readingsPerRigDay } = size
  const perDay =
    bytesPerReading === undefined || readingsPerRigDay === undefined
      ? undefined
      : bytesPerReading * readingsPerRigDay * rigs
  return {
    retention,
    databaseBytes,
    reusableBytes,
    rigs,
    damaged: (size.damaged ?? []).map(({ rigId, spanMs }) => ({
      rig: server.fleet.rigSettings(rigId)?.name ?? `rig ${rigId}`,
      fromMs: spanMs,
    })),
    choices: RETENTION_CHOICES.map((days) => ({ days, ...(perDay === undefined ? {} : { bytes: perDay * days }) })),
    ...(server.keeper.room ? { room: server.keeper.room } : {}),
    ...(bytesPerReading === undefined ? {} : { bytesPerReading }),
  }
}

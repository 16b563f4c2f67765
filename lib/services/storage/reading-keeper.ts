import type { Logger } from 'pino'
import type { Database } from '#lib/db/database'
import { kindOf } from '#lib/db/dialect'
import type { DamagedSpan, ReadingStore } from '#lib/db/reading-store'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import { type DiskRoom, diskRoom, type ReadDisk } from './disk-room.ts'
import {
  DEFAULT_RETENTION,
  keptSince,
  type Retention,
  readFinalBefore,
  readRetention,
  savePrunedBefore,
} from './retention.ts'

/** A span is packed so long after its end, when nearly all that was late has come. */
const SEALED_AFTER_MS = HOUR_MS
/** However full the disk, these are kept. */
const NEVER_PRUNED_MS = 7 * DAY_MS
/** Room within the database that readings may still fill while the disk is pressed: about a day of a large farm. */
const ROOM_WANTED_BYTES = 256 * 1024 * 1024
const PRUNED_AT_ONCE_MS = DAY_MS

export type KeeperContext = {
  database: Database
  store: ReadingStore
  log: Pick<Logger, 'info' | 'warn'>
  folder: string
  readDisk?: ReadDisk
}

/** Keeps readings packed, no longer than wanted, and the disk from running full. Knows what may still be stored. */
export class ReadingKeeper {
  #retention: Retention = DEFAULT_RETENTION
  #finalBeforeMs = Number.MIN_SAFE_INTEGER
  #room: DiskRoom | undefined

  constructor(readonly context: KeeperContext) {}

  /** Reads what was decided earlier, and the disk. To be awaited before readings are taken. */
  async refresh(): Promise<void> {
    const { database, folder, readDisk } = this.context
    this.#retention = await readRetention(database)
    this.#finalBeforeMs = await readFinalBefore(database)
    const before = this.#room?.state
    this.#room = await diskRoom(folder, readDisk)
    if (this.#room.state !== before && this.#room.state !== 'ample') {
      this.context.log.warn({ freeBytes: this.#room.freeBytes }, `the disk of the data folder is ${this.#room.state}`)
    }
  }

  /** As it was last looked at; undefined before it ever was. */
  get room(): DiskRoom | undefined {
    return this.#room
  }

  /** Why a reading taken at `atMs` comes too late; undefined when it does not. */
  tooOld(atMs: number, nowMs: number): string | undefined {
    const retention = this.#retention
    if (retention !== 'forever' && atMs < keptSince(retention, nowMs)) {
      return `at is older than the readings kept here (${retention.days} days)`
    }
    if (atMs >= this.#finalBeforeMs) return undefined
    return `at is older than the readings kept here (since ${new Date(this.#finalBeforeMs).toISOString()})`
  }

  /** Packs what is over, removes what is too old, and makes room where the disk is pressed. */
  async tidy(nowMs = Date.now(), isWanted: () => boolean = () => true): Promise<{ sealed: number }> {
    const { store } = this.context
    await this.refresh()
    const sealed = await this.#seal(nowMs, isWanted)
    const oldestMs = await store.oldestMs()
    if (oldestMs === undefined) return { sealed }
    const sinceMs = keptSince(this.#retention, nowMs)
    if (oldestMs < sinceMs - PRUNED_AT_ONCE_MS / 4) await this.#prune(sinceMs, isWanted)
    else if (await this.#mustMakeRoom(oldestMs, nowMs)) {
      await this.#prune(oldestMs + PRUNED_AT_ONCE_MS, isWanted)
      this.context.log.warn(
        { untilMs: oldestMs + PRUNED_AT_ONCE_MS },
        'the oldest readings were removed: the disk is nearly full',
      )
    }
    return { sealed }
  }

  // What cannot be packed stays as it came; the disk is kept from running full all the same.
  #seal(nowMs: number, isWanted: () => boolean): Promise<number> {
    const tellDamaged = (damaged: DamagedSpan[]) => {
      for (const { spanMs, rigId, why } of damaged) {
        this.context.log.warn(
          { rigId, from: new Date(spanMs).toISOString(), why },
          'three hours of a rig are damaged on disk: restore them from a backup; everything else goes on',
        )
      }
    }
    return this.context.store.sealReadings(nowMs - SEALED_AFTER_MS, isWanted, tellDamaged).catch((error: unknown) => {
      this.context.log.warn({ err: error }, 'readings could not be packed')
      return 0
    })
  }

  // Removing rows frees pages for the next ones and gives the disk nothing back: more than that is not removed.
  async #mustMakeRoom(oldestMs: number, nowMs: number): Promise<boolean> {
    // PostgreSQL keeps them on its own server's disk, of which this one says nothing.
    if (kindOf(this.context.database) === 'postgresql') return false
    const isPressed = this.#room?.state === 'pressed' || this.#room?.state === 'full'
    if (!isPressed || oldestMs + PRUNED_AT_ONCE_MS > nowMs - NEVER_PRUNED_MS) return false
    return (await this.context.store.storage()).reusableBytes < ROOM_WANTED_BYTES
  }

  async #prune(beforeMs: number, isWanted: () => boolean): Promise<void> {
    const { database, store } = this.context
    await savePrunedBefore(database, beforeMs)
    this.#finalBeforeMs = await readFinalBefore(database)
    await store.pruneReadings(beforeMs, isWanted)
  }
}

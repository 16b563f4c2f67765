import type { Reading } from '#lib/domain/reading'
import type { RigHour } from '#lib/domain/rollup'
import type { MachineFacts, PowerCorrection } from '#lib/domain/wall-power'
import type { ChartColumns } from './chart-columns.ts'
import type { DamagedSpan } from './damaged-spans.ts'
import type { HoursChartAsked } from './hours-chart.ts'
import type { LedgerBatch, LedgerReceipt } from './ledger-row.ts'
import type { StoreSize } from './store-size.ts'

export type { DamagedSpan }

/** A reading with the rig it belongs to and when the server got it. */
export type ReceivedReading = {
  rigId: number
  receivedAtMs: number
  reading: Reading
  /** Where it was told by another one that it is like in all but these numbers: `reading` is then made when it is asked for. */
  like?: Likeness
}

/** A reading as another one, `base`, with its own moment and numbers; those in the order in which the other has its, without `at`. */
export type Likeness = { base: Reading; at: number; figures: number[] }

/** When a reading was taken; one that is told by another is not made for it. */
export function takenAtMs(received: ReceivedReading): number {
  return received.like === undefined ? received.reading.at : received.like.at
}

/** `duplicate`: a reading of this rig at this moment was there already, and that one stays. */
export type Appended = 'stored' | 'duplicate'

/** A site's rigs summed over a quarter-hour (`levelSeconds` 900) or an hour (3600); money absent where not valued. */
export type SiteSlotRow = {
  siteId: number
  levelSeconds: number
  slotMs: number
  rigs: number
  seconds: number
  hashingSeconds: number
  pausedSeconds: number
  expectedSeconds: number
  poweredSeconds: number
  energyWh: number
  revenueNano?: bigint
  costNano?: bigint
  workSeconds: number
  unvaluedSeconds: number
  unpoweredSeconds: number
  /** With known power and without a known cost; absent is none. */
  uncostedSeconds?: number
}

/** Work and expected coins of a site's slot, by algorithm and coin. */
export type SiteWorkSlotRow = {
  siteId: number
  levelSeconds: number
  slotMs: number
  algorithm: string
  coin: string
  hashes: number
  seconds: number
  coinAmount?: number
}

/** What watts at the wall need to know of a rig; corrections ascending by `fromMs`. */
export type DatedPower = { corrections: PowerCorrection[]; machine?: MachineFacts }

/** A chart with more points than this is of no use to anybody, and would hold up the readers' thread. */
export const MOST_BUCKETS = 5_000

/** What the store did since it was opened, for /metrics and tests. */
export type ReadingStoreStats = {
  appended: number
  stored: number
  duplicates: number
  commits: number
  failedCommits: number
  /** The last one that was tried. */
  lastCommitFailed: boolean
  walBytes: number
}

/**
 * Where readings live. Appending resolves only after a commit that is synced to disk; everything that queued while the
 * previous commit ran goes into the next one. Reads run in another thread, so a long one never holds up ingest.
 */
export interface ReadingStore {
  /** One answer per reading, in order. Rejects when it could not be stored: then none of these may be acknowledged. */
  append(readings: ReceivedReading[]): Promise<Appended[]>

  /** Readings of `[fromMs, toMs)`, oldest first, at most `limit`; `afterMs` (exclusive) continues a page. */
  readRange(
    rigId: number,
    fromMs: number,
    toMs: number,
    options: { limit: number; afterMs?: number },
  ): Promise<Reading[]>

  /**
   * What recomputing an hour needs, by rig and oldest first: the hour's readings, the last one before it and the first
   * one after it, each at most ten minutes away. A rig of which a part of that is damaged is left out, and told with the
   * next `sealReadings`: its hour stays as it was.
   */
  scanHour(hourMs: number, rigIds?: number[]): Promise<Map<number, Reading[]>>

  /** The last reading of each rig at or after `sinceMs`; one seek per rig. */
  latestReadings(sinceMs: number): Promise<Map<number, Reading>>

  /**
   * Columns for a chart of `[fromMs, toMs)` in buckets of `stepMs`, time-weighted; null where no reading speaks. Watts
   * are those at the wall, by the corrections given. Throws for more than {@link MOST_BUCKETS} buckets.
   */
  figuresSeries(rigId: number, fromMs: number, toMs: number, stepMs: number, power?: DatedPower): Promise<ChartColumns>

  /** Columns for a chart from hours, as {@link HoursChart} says, and throws. */
  hoursChart(asked: HoursChartAsked): Promise<ChartColumns>

  /** Readings of these rigs in `[fromMs, toMs)` with when they were received; by rig in the order given, oldest first. */
  receivedBetween(rigIds: number[], fromMs: number, toMs: number): Promise<ReceivedReading[]>

  /** What waits for the disk: above a bound, answer "later" rather than take more. */
  pending(): { readings: number; bytes: number }

  /** When the oldest reading kept was taken, or up to a span earlier where it is packed; undefined when there is none. */
  oldestMs(): Promise<number | undefined>

  /**
   * Packs readings of spans that ended by `endedByMs`, in small steps between which ingest goes on; nothing else that is
   * read or stored changes by it. Stops early when `isWanted` says so. What is damaged is told once, and does not keep the rest from being
   * packed. Answers with how many were packed.
   */
  sealReadings(
    endedByMs: number,
    isWanted?: () => boolean,
    tellDamaged?: (damaged: DamagedSpan[]) => void,
  ): Promise<number>

  /**
   * Removes all readings older than `beforeMs`, in small steps; hours and what stands on them stay. `beforeMs` is cut to
   * whole spans of three hours, so that no hour keeps a part of its readings. Answers with that moment.
   */
  pruneReadings(beforeMs: number, isWanted?: () => boolean): Promise<number>

  /** Writes or replaces whole hours with their work, in one commit. */
  saveHours(hours: (RigHour & { rigId: number })[]): Promise<void>

  /**
   * Writes or replaces slots of the fleet series, in one commit; the work of each slot given is replaced as a whole.
   * Throws when `work` names a slot that is not among `slots`.
   */
  saveSiteSlots(slots: SiteSlotRow[], work: SiteWorkSlotRow[]): Promise<void>

  /**
   * Writes closed hours to the ledger with their days and months, in one commit: new ones, and what differs from what
   * stands as its next version. What equals what stands is left alone.
   */
  saveLedger(batch: LedgerBatch): Promise<LedgerReceipt>

  /** Sums a subject's days and months again from its hours, such as after a change of time zone. */
  sumLedgerAgain(subject: string): Promise<void>

  /**
   * The rigs with a reading of the hour that was received at `sinceMs` or later; undefined where that is not told more cheaply than by
   * looking at all.
   */
  rigsReceivedAfter(hourMs: number, sinceMs: number): Promise<number[] | undefined>

  /**
   * From its answer on, readings of `fromRigId` are stored for `intoRigId` by all processes on the database, whatever they know of it.
   * Said before history is moved.
   */
  redirectRig(fromRigId: number, intoRigId: number): Promise<void>

  /**
   * Moves a rig's readings to another rig in small commits; where both have one of the same moment, the other's stays.
   * Hours of `fromRigId` are removed, and its ledger goes along; of an hour that both have, its part is superseded.
   * Answers with the hours of `toRigId` that must be recomputed, ascending.
   */
  moveHistory(fromRigId: number, toRigId: number): Promise<{ movedReadings: number; hoursMs: number[] }>

  /** What readings take on disk, measured. */
  storage(): Promise<StoreSize>

  stats(): ReadingStoreStats

  /** Stores what was accepted, then stops. */
  close(): Promise<void>
}

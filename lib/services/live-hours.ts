import type { Database } from '#lib/db/database'
import { CLOSED_UNTIL, readCursor } from '#lib/db/job-cursors'
import { CLOSE_AFTER_MS, FUTURE_AT_MOST_MS } from '#lib/domain/limits'
import { HOUR_MS, SECOND_MS } from '#lib/domain/units'
import { HoursTurn } from './hours-turn.ts'
import { LateReadings } from './late-readings.ts'

const CLOCKS_DIFFER_BY_MS = 10 * SECOND_MS

/** Which hours are closed, which are being closed, and which have to be mended, as far as this process knows. */
export class LiveHours {
  readonly late = new LateReadings()
  /** Whose turn it is to close, mend or recompute hours. */
  readonly turn: HoursTurn
  #closedUntilMs: number
  /** Hours before it are closed, or being closed just now. */
  #closingUntilMs = 0
  /** The hour that was open when this process began. */
  readonly #firstHourMs: number

  private constructor(
    database: Database,
    /** Other processes store readings too: hours are made from the store, because memory may have missed some. */
    readonly isOneOfSeveral: boolean,
    firstHourMs: number,
    closedUntilMs: number,
  ) {
    this.turn = new HoursTurn(database)
    this.#firstHourMs = firstHourMs
    this.#closedUntilMs = closedUntilMs
  }

  static async open(database: Database, isOneOfSeveral: boolean, nowMs: number): Promise<LiveHours> {
    const hourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
    const closedUntilMs = Math.min(hourMs, (await readCursor(database, CLOSED_UNTIL)) ?? hourMs)
    return new LiveHours(database, isOneOfSeveral, hourMs, closedUntilMs)
  }

  get closedUntilMs(): number {
    return this.#closedUntilMs
  }

  /** Hours before it are written already or being written: what is received for them must be mended afterwards. */
  get closingUntilMs(): number {
    return Math.max(this.#closedUntilMs, this.#closingUntilMs)
  }

  /**
   * What is received for hours before it must be remembered on disk. Of several processes another one closes hours, and may be doing so
   * before this one hears of it.
   */
  lateUntilMs(nowMs: number): number {
    if (!this.isOneOfSeveral) return this.closingUntilMs
    const othersCloseMs = Math.floor((nowMs + CLOCKS_DIFFER_BY_MS - CLOSE_AFTER_MS) / HOUR_MS) * HOUR_MS
    return Math.max(this.closingUntilMs, othersCloseMs)
  }

  /** Said before the hours before `untilMs` are taken from memory: what is observed for them from now on comes late. */
  beginClosing(untilMs: number): void {
    this.#closingUntilMs = Math.max(this.#closingUntilMs, untilMs)
  }

  /** Said when the hours before `untilMs` are closed. */
  endClosing(untilMs: number): void {
    this.#closedUntilMs = Math.max(this.#closedUntilMs, untilMs)
  }

  /**
   * Whether memory holds the whole of an hour at `nowMs`: it was watched by this process, or read again at its start, and
   * is one of the two that rigs keep. A reading may be ahead of the clock, and so begin the next hour before its time.
   */
  knowsHour(hourMs: number, nowMs: number): boolean {
    if (this.isOneOfSeveral) return false
    const newestHourMs = Math.floor((nowMs + FUTURE_AT_MOST_MS) / HOUR_MS) * HOUR_MS
    return hourMs >= this.#firstHourMs && hourMs >= newestHourMs - HOUR_MS
  }
}

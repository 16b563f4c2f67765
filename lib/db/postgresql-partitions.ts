import type pg from 'pg'
import { inTransaction, lockFor } from './postgresql-connection.ts'

// A week of a large farm is a table of tens of gigabytes, and two years are a hundred tables: both are fine.
const WEEK_MS = 7 * 86_400_000
/** The first Monday after the epoch. */
const MONDAY_MS = 4 * 86_400_000
/** What is older than two years comes from an import: there a table holds a year, or a decade would be hundreds of them. */
const OLD_AFTER_MS = 104 * WEEK_MS
const YEAR_MS = 52 * WEEK_MS

/** What is kept in one table a week. */
type Table = 'Reading' | 'ReadingBlock'

/** A table of readings or blocks: their slots or spans are those of `[fromMs, toMs)`, whole weeks. */
type Partition = { name: string; fromMs: number; toMs: number }

const NO_PARTITION = '23514'
const LOCK_NOT_AVAILABLE = '55P03'
const UNDEFINED_TABLE = '42P01'
const LOCK_WITHIN_MS = 100

/** Whether a statement failed because a table was dropped, for being too old, since it was made. */
export function isWithoutPartition(error: unknown): boolean {
  return codeOf(error) === NO_PARTITION
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

function weekOf(atMs: number): number {
  return Math.floor((atMs - MONDAY_MS) / WEEK_MS) * WEEK_MS + MONDAY_MS
}

function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10).replaceAll('-', '')
}

/** `Reading_20261123` is a week, `Reading_20200106_20210104` ends with its second day, which it does not hold. */
function named(table: Table, fromMs: number, toMs: number): Partition {
  const name = toMs === fromMs + WEEK_MS ? `${table}_${dayOf(fromMs)}` : `${table}_${dayOf(fromMs)}_${dayOf(toMs)}`
  return { name, fromMs, toMs }
}

function fromName(name: string): Partition {
  const [from, to] = [...name.matchAll(/_(\d{4})(\d{2})(\d{2})/g)].map(([, year, month, day]) =>
    Date.UTC(Number(year), Number(month) - 1, Number(day)),
  )
  if (from === undefined) throw new Error(`${name} is not a table of readings.`)
  return { name, fromMs: from, toMs: to ?? from + WEEK_MS }
}

/** The table that is to be made for a week: its own, or of an old one as much of its year as no other table has. */
function partitionFor(table: Table, weekMs: number, there: Partition[], nowMs: number): Partition {
  const oldBeforeMs = weekOf(nowMs - OLD_AFTER_MS)
  if (weekMs >= oldBeforeMs) return named(table, weekMs, weekMs + WEEK_MS)
  const yearMs = Math.floor((weekMs - MONDAY_MS) / YEAR_MS) * YEAR_MS + MONDAY_MS
  const before = there.filter(({ toMs }) => toMs <= weekMs).map(({ toMs }) => toMs)
  const after = there.filter(({ fromMs }) => fromMs > weekMs).map(({ fromMs }) => fromMs)
  return named(table, Math.max(yearMs, ...before), Math.min(yearMs + YEAR_MS, oldBeforeMs, ...after))
}

/**
 * Readings are kept in one table a week (UTC, from Monday), and their blocks likewise, so that retention drops tables instead of
 * deleting rows; those of long ago in one a year. The table of a week is made before its first reading: the next one's with this
 * one's, a past one's when a late one comes.
 */
export class ReadingPartitions {
  readonly #pool: pg.Pool
  readonly #table: Table
  /** Weeks that have a table. */
  readonly #known = new Set<number>()

  constructor(pool: pg.Pool, table: Table = 'Reading') {
    this.#pool = pool
    this.#table = table
  }

  /** Makes the tables that readings of these moments need, and the ones after them. */
  async prepareFor(momentsMs: Iterable<number>, nowMs = Date.now()): Promise<void> {
    const missing = new Set<number>()
    for (const atMs of momentsMs) {
      const weekMs = weekOf(atMs)
      if (this.#known.has(weekMs)) continue
      missing.add(weekMs)
      if (weekMs >= weekOf(nowMs - OLD_AFTER_MS)) missing.add(weekMs + WEEK_MS)
    }
    if (missing.size > 0) await this.#make(missing, nowMs)
  }

  /** To be called when a table turned out to be gone. */
  forget(): void {
    this.#known.clear()
  }

  /**
   * Drops the tables that ended by `beforeMs`, and says how many. One of which a part is younger stays.
   */
  async dropBefore(beforeMs: number): Promise<number> {
    const dropped = await inTransaction(this.#pool, async (client) => {
      await lockFor(client, 'partitions')
      const over = (await attached(client, this.#table)).filter(({ toMs }) => toMs <= weekOf(beforeMs))
      for (const { name } of over) await client.query(`DROP TABLE "${name}"`)
      return over.length
    })
    this.#known.clear()
    return dropped
  }

  /**
   * Makes the keys' indexes of tables that ended by `beforeMs` and are empty now anew, and says of how many: vacuuming gives back the
   * room of rows that were packed, and not the index's. Where somebody else has the table it is left for another time.
   */
  async shrinkEmptied(beforeMs: number): Promise<number> {
    const { rows } = await this.#pool.query<{ name: string }>(EMPTIED, [`"${this.#table}"`, `${this.#table}\\_%`])
    const over = rows.map(({ name }) => fromName(name)).filter(({ toMs }) => toMs <= beforeMs)
    let shrunk = 0
    for (const { name } of over) {
      const isDone = await inTransaction(this.#pool, async (client) => {
        await client.query(`SET LOCAL lock_timeout = '${LOCK_WITHIN_MS}ms'`)
        await client.query(`REINDEX TABLE "${name}"`)
        return true
      }).catch((error: unknown) => {
        if (codeOf(error) === LOCK_NOT_AVAILABLE || codeOf(error) === UNDEFINED_TABLE) return false
        throw error
      })
      if (isDone) shrunk += 1
    }
    return shrunk
  }

  async #make(weeksMs: Set<number>, nowMs: number): Promise<void> {
    await inTransaction(this.#pool, async (client) => {
      await lockFor(client, 'partitions')
      const table = this.#table
      const there = await attached(client, table)
      for (const weekMs of weeksMs) {
        if (there.some(({ fromMs, toMs }) => fromMs <= weekMs && weekMs < toMs)) continue
        const partition = partitionFor(table, weekMs, there, nowMs)
        const { name, fromMs, toMs } = partition
        // Made apart and then attached, readers and writers of the other weeks need not wait.
        await client.query(`CREATE TABLE "${name}" (LIKE "${table}" INCLUDING ALL)`)
        await client.query(`ALTER TABLE "${table}" ATTACH PARTITION "${name}" FOR VALUES FROM (${fromMs}) TO (${toMs})`)
        there.push(partition)
      }
    })
    for (const weekMs of weeksMs) this.#known.add(weekMs)
  }
}

async function attached(client: pg.PoolClient, table: Table): Promise<Partition[]> {
  const { rows } = await client.query<{ name: string }>(ATTACHED, [`"${table}"`, `${table}\\_%`])
  return rows.map(({ name }) => fromName(name))
}

// An index of some size over hardly any rows.
const EMPTIED = `
  SELECT child.relname AS name FROM pg_inherits
  JOIN pg_class AS child ON child.oid = inhrelid
  WHERE inhparent = $1::regclass AND child.relname LIKE $2
    AND pg_indexes_size(child.oid) > GREATEST(1048576, 4 * pg_relation_size(child.oid))`

const ATTACHED = `
  SELECT child.relname AS name FROM pg_inherits
  JOIN pg_class AS child ON child.oid = inhrelid
  WHERE inhparent = $1::regclass AND child.relname LIKE $2`

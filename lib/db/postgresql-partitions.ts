import type pg from 'pg'
import { inTransaction, lockFor } from './postgresql-connection.ts'

// A week of a large farm is a table of tens of gigabytes, and two years are a hundred tables: both are fine.
const WEEK_MS = 7 * 86_400_000
/** The first Monday after the epoch. */
const MONDAY_MS = 4 * 86_400_000

function weekOf(atMs: number): number {
  return Math.floor((atMs - MONDAY_MS) / WEEK_MS) * WEEK_MS + MONDAY_MS
}

function nameOf(weekMs: number): string {
  return `Reading_${new Date(weekMs).toISOString().slice(0, 10).replaceAll('-', '')}`
}

/**
 * Readings are kept in one table a week (UTC, from Monday), so that retention drops tables instead of deleting rows. The
 * table of a week is made before its first reading: the next one's with this one's, a past one's when a late one comes.
 */
export class ReadingPartitions {
  readonly #pool: pg.Pool
  readonly #known = new Set<number>()

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  /** Makes the tables that readings of these moments need, and the ones after them. */
  async prepareFor(momentsMs: Iterable<number>): Promise<void> {
    const missing = new Set<number>()
    for (const atMs of momentsMs) {
      const weekMs = weekOf(atMs)
      if (!this.#known.has(weekMs)) missing.add(weekMs).add(weekMs + WEEK_MS)
    }
    if (missing.size > 0) await this.#make(missing)
  }

  /** To be called when a table turned out to be gone. */
  forget(): void {
    this.#known.clear()
  }

  /**
   * Drops the tables of the weeks that ended by `beforeMs`, and says how many. A week of which a part is younger stays.
   */
  async dropBefore(beforeMs: number): Promise<number> {
    const dropped = await inTransaction(this.#pool, async (client) => {
      await lockFor(client, 'partitions')
      const { rows } = await client.query<{ name: string }>(ATTACHED)
      const over = rows.map(({ name }) => name).filter((name) => name < nameOf(weekOf(beforeMs)))
      for (const name of over) await client.query(`DROP TABLE "${name}"`)
      return over.length
    })
    this.#known.clear()
    return dropped
  }

  async #make(weeksMs: Set<number>): Promise<void> {
    await inTransaction(this.#pool, async (client) => {
      await lockFor(client, 'partitions')
      const { rows } = await client.query<{ name: string }>(ATTACHED)
      const there = new Set(rows.map(({ name }) => name))
      for (const weekMs of weeksMs) {
        const name = nameOf(weekMs)
        if (there.has(name)) continue
        // Made apart and then attached, readers and writers of the other weeks need not wait.
        await client.query(`CREATE TABLE "${name}" (LIKE "Reading" INCLUDING ALL)`)
        await client.query(
          `ALTER TABLE "Reading" ATTACH PARTITION "${name}" FOR VALUES FROM (${weekMs}) TO (${weekMs + WEEK_MS})`,
        )
      }
    })
    for (const weekMs of weeksMs) this.#known.add(weekMs)
  }
}

const ATTACHED = `
  SELECT child.relname AS name FROM pg_inherits
  JOIN pg_class AS child ON child.oid = inhrelid
  WHERE inhparent = '"Reading"'::regclass AND child.relname LIKE 'Reading\\_%'`

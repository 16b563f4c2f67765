import Sqlite from 'better-sqlite3'
import type pg from 'pg'
import { z } from 'zod'
import { blockRows } from './block-rows.ts'
import { databaseFile } from './database-file.ts'
import { databaseKind } from './database-kind.ts'
import { migrateDatabase } from './migrate.ts'
import { checksumOfPostgresql, checksumOfSqlite } from './migrate-store-checksum.ts'
import { type MovedTable, packedSpans, tablesToMove } from './migrate-store-tables.ts'
import { asJson, quoted } from './postgresql-bulk.ts'
import { inTransaction, poolPostgresql } from './postgresql-connection.ts'
import { ReadingPartitions } from './postgresql-partitions.ts'
import { writeBlock } from './postgresql-seal-blocks.ts'
import { blockMoments } from './reading-block.ts'
import { isInUse } from './replace-database.ts'

export type MigrateStoreResult = { ok: true; tables: number; rows: number } | { ok: false; reason: string }

const ROWS_AT_ONCE = 2000

// How far a table is, in the target itself and committed with its rows: killed anywhere, the next run goes on there.
const PROGRESS = '"_migrate_store"'

type Row = { [column: string]: unknown }

/**
 * Moves an installation from a SQLite file, which nobody may have open, to an empty PostgreSQL database, and compares
 * both by counts and checksums. The file is only read, apart from being brought up to this release. May be run again
 * after it was interrupted. `say` is told of progress, a sentence at a time.
 */
export async function migrateStore(
  from: string,
  to: string,
  say: (sentence: string) => void,
): Promise<MigrateStoreResult> {
  if (databaseKind(from) !== 'sqlite' || databaseKind(to) !== 'postgresql') {
    return { ok: false, reason: 'Only a SQLite file (file:…) can be moved, and only to PostgreSQL (postgresql://…).' }
  }
  const file = databaseFile(from)
  if (isInUse(file))
    return { ok: false, reason: `${file} is in use: stop the server first, so that nothing is added meanwhile.` }
  await migrateDatabase(from, { log: say })
  await migrateDatabase(to, { log: say })
  const source = new Sqlite(file, { readonly: true, fileMustExist: true })
  const pool = poolPostgresql(to, 2, () => {})
  try {
    const tables = await inTransaction(pool, (client) => tablesToMove(source, client))
    if (await isForeign(pool, tables)) {
      return { ok: false, reason: 'The PostgreSQL database holds something already: give an empty one.' }
    }
    for (const table of tables) await moveTable(source, pool, table, say)
    await movePacked(source, pool, say)
    const compared = await compare(source, pool, tables, say)
    if (compared.ok) await pool.query(`DROP TABLE ${PROGRESS}`)
    return compared
  } finally {
    source.close()
    await pool.end()
  }
}

async function isForeign(pool: pg.Pool, tables: MovedTable[]): Promise<boolean> {
  const { rows } = await pool.query<{ begun: boolean }>(`SELECT to_regclass('${PROGRESS}') IS NOT NULL AS begun`)
  if (rows[0]?.begun) return false
  for (const { name } of tables) {
    const found = await pool.query(`SELECT 1 FROM ${quoted(name)} LIMIT 1`)
    if (found.rowCount) return true
  }
  await pool.query(`CREATE TABLE ${PROGRESS} ("name" text PRIMARY KEY, "last" text NOT NULL, "rows" bigint NOT NULL)`)
  return false
}

async function moveTable(
  source: Sqlite.Database,
  pool: pg.Pool,
  table: MovedTable,
  say: (sentence: string) => void,
): Promise<void> {
  const partitions = new ReadingPartitions(pool)
  const count = Number(
    source
      .prepare(`SELECT COUNT(*) FROM ${quoted(table.name)}`)
      .pluck()
      .get(),
  )
  const stood = await pool.query<{ last: string; rows: number }>(
    `SELECT "last", "rows" FROM ${PROGRESS} WHERE "name" = $1`,
    [table.name],
  )
  let moved = stood.rows[0]?.rows ?? 0
  let last = stood.rows[0]?.last
  for (;;) {
    const rows = nextRows(source, table, last)
    if (rows.length === 0) break
    if (table.name === 'Reading') await partitions.prepareFor(rows.map(({ slotMs }) => Number(slotMs)))
    last = asJson(table.key.map((column) => rows.at(-1)?.[column]))
    moved += rows.length
    await inTransaction(pool, async (client) => {
      await client.query(
        `INSERT INTO ${quoted(table.name)} SELECT * FROM json_populate_recordset(NULL::${quoted(table.name)}, $1::json)`,
        [asJson(rows.map((row) => forPostgresql(row, table)))],
      )
      await client.query(
        `INSERT INTO ${PROGRESS} VALUES ($1, $2, $3)
         ON CONFLICT ("name") DO UPDATE SET "last" = excluded."last", "rows" = excluded."rows"`,
        [table.name, last, moved],
      )
    })
    say(`${table.name}: ${moved} of ${count} rows.`)
  }
  await countOn(pool, table)
}

/** The next rows by the key, after the one whose key is `last`. */
function nextRows(source: Sqlite.Database, { name, key }: MovedTable, last: string | undefined): Row[] {
  const columns = key.map(quoted).join(', ')
  const after =
    last === undefined ? '' : `WHERE (${columns}) > (${key.map((column) => keyPart(source, name, column)).join(', ')})`
  return source
    .prepare<unknown[], Row>(`SELECT * FROM ${quoted(name)} ${after} ORDER BY ${columns} LIMIT ${ROWS_AT_ONCE}`)
    .safeIntegers()
    .all(...(last === undefined ? [] : z.array(z.unknown()).parse(JSON.parse(last))))
}

// Whole numbers of a key were kept as text, beyond 2^53 too.
function keyPart(source: Sqlite.Database, table: string, column: string): string {
  const type = source.prepare('SELECT type FROM pragma_table_info(?) WHERE name = ?').pluck().get(table, column)
  return /INT/i.test(String(type)) ? 'CAST(? AS INTEGER)' : '?'
}

function forPostgresql(row: Row, { columns }: MovedTable): Row {
  return Object.fromEntries(
    columns.map(({ name, type }) => {
      const value = row[name]
      if (value instanceof Uint8Array) return [name, `\\x${Buffer.from(value).toString('hex')}`]
      if (value !== null && type.startsWith('timestamp')) return [name, new Date(Number(value)).toISOString()]
      return [name, value]
    }),
  )
}

/** Blocks are the same in both, though cut to pages in the file: a rig's span in one commit. */
async function movePacked(source: Sqlite.Database, pool: pg.Pool, say: (sentence: string) => void): Promise<void> {
  const weeks = [new ReadingPartitions(pool), new ReadingPartitions(pool, 'ReadingBlock')]
  const blocks = blockRows(source)
  const stood = await pool.query<{ last: string; rows: number }>(
    `SELECT "last", "rows" FROM ${PROGRESS} WHERE "name" = 'ReadingBlock'`,
  )
  let moved = stood.rows[0]?.rows ?? 0
  const last = z
    .tuple([z.number(), z.number()])
    .optional()
    .parse(stood.rows[0] && JSON.parse(stood.rows[0].last))
  for (const { spanMs, rigId } of packedSpans(blocks, last)) {
    const bytes = blocks.bytesOf(spanMs, rigId)
    if (bytes === undefined) continue
    for (const partitions of weeks) await partitions.prepareFor([spanMs])
    moved += blockMoments(bytes).length
    await inTransaction(pool, async (client) => {
      await writeBlock(client, { rigId, spanMs }, bytes)
      await client.query(
        `INSERT INTO ${PROGRESS} VALUES ('ReadingBlock', $1, $2)
         ON CONFLICT ("name") DO UPDATE SET "last" = excluded."last", "rows" = excluded."rows"`,
        [asJson([spanMs, rigId]), moved],
      )
    })
    say(`Reading: ${moved} packed ones are moved.`)
  }
}

/** New rows get ids after those that were moved. */
async function countOn(pool: pg.Pool, { name, columns }: MovedTable): Promise<void> {
  if (!columns.some((column) => column.name === 'id' && column.type === 'integer')) return
  await pool.query(
    `SELECT setval(sequence, (SELECT MAX("id") FROM ${quoted(name)})) FROM pg_get_serial_sequence($1, 'id') AS sequence
     WHERE sequence IS NOT NULL AND EXISTS (SELECT 1 FROM ${quoted(name)})`,
    [quoted(name)],
  )
}

async function compare(
  source: Sqlite.Database,
  pool: pg.Pool,
  tables: MovedTable[],
  say: (sentence: string) => void,
): Promise<MigrateStoreResult> {
  let rows = 0
  for (const table of tables) {
    const [was, is] = [
      checksumOfSqlite(source, table),
      await inTransaction(pool, (client) => checksumOfPostgresql(client, table)),
    ]
    if (was.rows !== is.rows || was.sum !== is.sum) {
      return {
        ok: false,
        reason: `${table.name} differs: ${was.rows} rows (${was.sum}) in the file, ${is.rows} (${is.sum}) in PostgreSQL. Empty that database and begin anew.`,
      }
    }
    rows += was.rows
    say(`${table.name}: ${was.rows} rows are the same in both (${was.sum}).`)
  }
  return { ok: true, tables: tables.length, rows }
}

import type Sqlite from 'better-sqlite3'
import type pg from 'pg'
import { z } from 'zod'
import type { blockRows } from './block-rows.ts'

/** A column and what PostgreSQL keeps in it. */
export type MovedColumn = { name: string; type: string }

/** A table that moves: its columns, and its key in the order that rows are read in. */
export type MovedTable = { name: string; columns: MovedColumn[]; key: string[] }

const Columns = z.array(z.object({ name: z.string(), pk: z.coerce.number() }))
const References = z.array(z.object({ table: z.string() }))

/**
 * Every table of ours in the SQLite database, those that others refer to first, without the blocks of readings, which
 * are moved by themselves: {@link packedSpans}. Throws when PostgreSQL lacks one.
 */
export async function tablesToMove(source: Sqlite.Database, target: pg.ClientBase): Promise<MovedTable[]> {
  const names = source
    .prepare(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('_prisma_migrations', 'ReadingBlock') ORDER BY name`,
    )
    .pluck()
    .all()
    .map(String)
  const ordered = new Set<string>()
  const place = (name: string, above: string[]): void => {
    if (ordered.has(name) || above.includes(name)) return
    const referred = References.parse(source.prepare('SELECT "table" FROM pragma_foreign_key_list(?)').all(name))
    for (const { table } of referred) place(table, [...above, name])
    ordered.add(name)
  }
  for (const name of names) place(name, [])
  const types = await columnTypes(target)
  return [...ordered].map((name) => {
    const columns = Columns.parse(source.prepare('SELECT name, pk FROM pragma_table_info(?)').all(name))
    return {
      name,
      columns: columns.map((column) => {
        const type = types.get(`${name}.${column.name}`)
        if (type === undefined) throw new Error(`The PostgreSQL database has no column ${name}.${column.name}.`)
        return { name: column.name, type }
      }),
      key: columns
        .filter(({ pk }) => pk > 0)
        .sort((one, other) => one.pk - other.pk)
        .map((column) => column.name),
    }
  })
}

async function columnTypes(target: pg.ClientBase): Promise<Map<string, string>> {
  const { rows } = await target.query<{ name: string; type: string }>(
    `SELECT table_name || '.' || column_name AS name, data_type AS type
     FROM information_schema.columns WHERE table_schema = current_schema()`,
  )
  return new Map(rows.map(({ name, type }) => [name, type]))
}

/** Where something is packed in the file, span by span and rig by rig, after `last`. */
export function* packedSpans(
  blocks: ReturnType<typeof blockRows>,
  last?: [spanMs: number, rigId: number],
): Generator<{ spanMs: number; rigId: number }> {
  const [lastSpanMs, lastRigId] = last ?? [Number.MIN_SAFE_INTEGER, 0]
  let spanMs = blocks.spanAfter(lastSpanMs - 1)
  for (; spanMs !== undefined; spanMs = blocks.spanAfter(spanMs)) {
    for (const rigId of blocks.rigsIn(spanMs)) {
      if (spanMs !== lastSpanMs || rigId > lastRigId) yield { spanMs, rigId }
    }
  }
}

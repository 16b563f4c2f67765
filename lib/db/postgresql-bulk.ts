import type { PoolClient } from 'pg'

/** A table, its key, and its columns with the key among them. */
export type BulkTable = { table: string; key: readonly string[]; columns: readonly string[] }

export type BulkRow = { [column: string]: string | number | bigint | boolean | null | undefined }

/**
 * Inserts rows in one statement, whatever their number, or replaces those with the same key; `update` says otherwise
 * what becomes of a column of such a row. Absent fields are NULL. No two of the rows may have one key.
 */
export async function upsertRows(
  client: PoolClient,
  { table, key, columns }: BulkTable,
  rows: readonly BulkRow[],
  update: (column: string) => string = (column) => `excluded.${column}`,
): Promise<void> {
  if (rows.length === 0) return
  const names = columns.map(quoted).join(', ')
  const changed = columns
    .filter((column) => !key.includes(column))
    .map((column) => `${quoted(column)} = ${update(quoted(column))}`)
  await client.query(
    `INSERT INTO ${quoted(table)} (${names})
     SELECT ${names} FROM json_populate_recordset(NULL::${quoted(table)}, $1::json)
     ON CONFLICT (${key.map(quoted).join(', ')}) DO UPDATE SET ${changed.join(', ')}`,
    [asJson(rows)],
  )
}

export function quoted(name: string): string {
  return `"${name}"`
}

/** JSON has no integers beyond 2^53: they go as text, which PostgreSQL reads as what its column is. */
export function asJson(value: unknown): string {
  return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? part.toString() : part))
}

/** Whole numbers as an array of PostgreSQL, many times faster than the driver writes one. */
export function asArray(numbers: Iterable<number>): string {
  return `{${[...numbers].join(',')}}`
}

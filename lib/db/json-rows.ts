import { type JsonColumns, jsonArrayOf } from './dialect.ts'
import { Prisma } from './generated/sqlite/client.ts'
import type { Rows } from './rows.ts'

/**
 * Rows of a table, or of a question in brackets, as arrays of the columns named, by `order` where one is given. The
 * database writes them as one JSON text, which is five times as fast as letting Prisma make objects of every row. `Row`
 * says what the columns are: text, real numbers, and whole ones below 2^53.
 */
export async function jsonRows<Row extends (number | string | null | number[])[]>(
  rows: Rows,
  asked: { columns: JsonColumns; from: Prisma.Sql; where?: Prisma.Sql; order?: readonly string[] },
): Promise<Row[]> {
  const where = asked.where === undefined ? Prisma.empty : Prisma.sql`WHERE ${asked.where}`
  const array = jsonArrayOf(rows, asked.columns, asked.order)
  const found = await rows.$queryRaw<{ json: string | null }[]>`
    SELECT CAST(${array} AS TEXT) AS "json" FROM ${asked.from} ${where}`
  // Without any rows PostgreSQL answers NULL.
  return JSON.parse(found[0]?.json ?? '[]')
}

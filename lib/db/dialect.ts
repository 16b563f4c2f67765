import { z } from 'zod'
import type { DatabaseKind } from './database-kind.ts'
import { Prisma } from './generated/sqlite/client.ts'
import type { Rows } from './rows.ts'

/**
 * What SQLite and PostgreSQL say differently. Everything else is written so that both understand it: names of tables and
 * columns in double quotes, `ON CONFLICT`, no functions that only one has.
 */

const Providers = z.object({ _activeProvider: z.enum(['sqlite', 'postgresql']) })

/** Which database a client, or a transaction open on it, speaks to. */
export function kindOf(rows: Rows): DatabaseKind {
  // Prisma's own field, without a public name; a test asks for it inside and outside of transactions.
  return Providers.parse({ _activeProvider: Reflect.get(rows, '_activeProvider') })._activeProvider
}

type ColumnType = 'text' | 'whole' | 'boolean'

const POSTGRESQL_TYPE: Record<ColumnType, string> = { text: 'text', whole: 'bigint', boolean: 'boolean' }

/**
 * A table of the rows given, to select from, in columns of the names and types given; absent fields are NULL. They are
 * bound as one JSON text, because a statement binds a bounded number of values. Whole numbers may be text, as JSON has
 * none beyond 2^53.
 */
export function givenRows(rows: Rows, given: readonly object[], columns: { [name: string]: ColumnType }): Prisma.Sql {
  const json = JSON.stringify(given)
  const names = Object.entries(columns)
  if (kindOf(rows) === 'postgresql') {
    const typed = names.map(([name, type]) => `"${name}" ${POSTGRESQL_TYPE[type]}`).join(', ')
    return Prisma.sql`(SELECT * FROM jsonb_to_recordset(${json}::text::jsonb) AS given(${Prisma.raw(typed)}))`
  }
  const picked = names.map(([name, type]) =>
    type === 'whole' ? `CAST(value->>'${name}' AS INTEGER) AS "${name}"` : `value->>'${name}' AS "${name}"`,
  )
  return Prisma.sql`(SELECT ${Prisma.raw(picked.join(', '))} FROM json_each(${json}))`
}

/** A table of the values given in the one column `value`, to select from. */
export function givenList(rows: Rows, given: readonly (string | number)[], type: 'text' | 'whole'): Prisma.Sql {
  const json = JSON.stringify(given)
  return kindOf(rows) === 'postgresql'
    ? Prisma.sql`(SELECT value::${Prisma.raw(POSTGRESQL_TYPE[type])} FROM jsonb_array_elements_text(${json}::text::jsonb) AS given(value))`
    : Prisma.sql`(SELECT value FROM json_each(${json}))`
}

/**
 * A join on a condition in the order it is written in: SQLite would rather scan the table than seek in it for each row
 * before, and takes the word CROSS for an order. PostgreSQL plans by itself, and knows no CROSS JOIN with a condition.
 */
export function crossJoin(rows: Rows): Prisma.Sql {
  return Prisma.raw(kindOf(rows) === 'postgresql' ? 'JOIN' : 'CROSS JOIN')
}

/** Columns by name; a list of names is an array in its place. */
export type JsonColumns = readonly (string | readonly string[])[]

/** Sums all rows up to one JSON array with an array of the columns named for each, by `order` where one is given. */
export function jsonArrayOf(rows: Rows, columns: JsonColumns, order: readonly string[] = []): Prisma.Sql {
  const [group, array] =
    kindOf(rows) === 'postgresql' ? ['json_agg', 'json_build_array'] : ['json_group_array', 'json_array']
  const arrayOf = (each: JsonColumns): string =>
    `${array}(${each.map((name) => (typeof name === 'string' ? `"${name}"` : arrayOf(name))).join(', ')})`
  const ordered = order.length === 0 ? '' : ` ORDER BY ${order.map((name) => `"${name}"`).join(', ')}`
  return Prisma.raw(`${group}(${arrayOf(columns)}${ordered})`)
}

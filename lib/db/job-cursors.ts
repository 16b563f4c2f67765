import { givenRows } from './dialect.ts'
import type { Rows } from './rows.ts'

/** Up to when hours are closed. */
export const CLOSED_UNTIL = 'hours-closed-until'

/** From when on closing an hour writes it to the ledger; hours before it are filled in by {@link LEDGER_FILLED}. */
export const LEDGER_SINCE = 'ledger-since'

/** Up to when hours from before the ledger stand in it. */
export const LEDGER_FILLED = 'ledger-filled-until'

/** Where a job stands, undefined before it ever ran. */
export async function readCursor(rows: Rows, name: string): Promise<number | undefined> {
  const row = await rows.jobCursor.findUnique({ where: { name } })
  return row ? Number(row.value) : undefined
}

export async function saveCursor(rows: Rows, name: string, value: number): Promise<void> {
  // One statement: Prisma's upsert asks first, and this is written for each hour that a backlog changes.
  await rows.$executeRaw`INSERT INTO "JobCursor" ("name", "value") VALUES (${name}, ${BigInt(value)})
    ON CONFLICT ("name") DO UPDATE SET "value" = excluded."value"`
}

/** The same of many at once. */
export async function saveCursors(rows: Rows, names: string[], value: number): Promise<void> {
  const given = names.map((name) => ({ name, value }))
  await rows.$executeRaw`INSERT INTO "JobCursor" ("name", "value")
    SELECT "name", "value" FROM ${givenRows(rows, given, { name: 'text', value: 'whole' })} AS given WHERE true
    ON CONFLICT ("name") DO UPDATE SET "value" = excluded."value"`
}

/** The cursors whose names begin with `prefix`. */
export async function cursorsBeginningWith(rows: Rows, prefix: string): Promise<{ name: string; value: number }[]> {
  const found = await rows.jobCursor.findMany({ where: { name: { startsWith: prefix } }, orderBy: { value: 'asc' } })
  return found.map(({ name, value }) => ({ name, value: Number(value) }))
}

/** Removes it unless it was moved meanwhile. */
export async function removeCursorAt(rows: Rows, name: string, value: number): Promise<void> {
  await rows.jobCursor.deleteMany({ where: { name, value: BigInt(value) } })
}

export async function removeCursor(rows: Rows, name: string): Promise<void> {
  await rows.jobCursor.deleteMany({ where: { name } })
}

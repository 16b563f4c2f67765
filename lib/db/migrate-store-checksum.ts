import { createHash } from 'node:crypto'
import type Sqlite from 'better-sqlite3'
import type pg from 'pg'
import { blockRows } from './block-rows.ts'
import { type MovedColumn, type MovedTable, packedSpans } from './migrate-store-tables.ts'
import { quoted } from './postgresql-bulk.ts'
import { FrameTexts } from './postgresql-frames.ts'
import { blockOutline, decodeBlock } from './reading-block.ts'
import type { ReadingRow } from './reading-rows.ts'
import { slotOf } from './reading-slot.ts'

const ROWS_AT_ONCE = 5000
const BLOCKS_AT_ONCE = 50

/** How many rows a table has, and the sum of their hashes, which does not depend on their order. */
export type TableChecksum = { rows: number; sum: string }

/** Of readings, those in blocks are among them. */
export function checksumOfSqlite(source: Sqlite.Database, table: MovedTable): TableChecksum {
  const names = table.columns.map(({ name }) => quoted(name)).join(', ')
  const sum = new RowSum()
  const rows = source
    .prepare<[], unknown[]>(`SELECT ${names} FROM ${quoted(table.name)}`)
    .safeIntegers()
    .raw()
  for (const row of rows.iterate()) sum.add(row.map((value, index) => plainText(value, table.columns[index])))
  if (table.name !== 'Reading') return sum.result()
  const blocks = blockRows(source)
  for (const { spanMs, rigId } of packedSpans(blocks)) sum.addReadings(blocks.rowsOf(spanMs, rigId), table)
  return sum.result()
}

/**
 * Of readings, those in blocks are among them; beside a block there must be none that it holds, as just after moving. Within a
 * transaction: the rows are read through a cursor, as the driver would keep them all.
 */
export async function checksumOfPostgresql(client: pg.ClientBase, table: MovedTable): Promise<TableChecksum> {
  const names = table.columns.map(({ name, type }) =>
    type.startsWith('timestamp')
      ? `(extract(epoch FROM ${quoted(name)}) * 1000)::bigint::text`
      : `${quoted(name)}::text`,
  )
  await client.query(`DECLARE checked NO SCROLL CURSOR FOR SELECT ${names.join(', ')} FROM ${quoted(table.name)}`)
  const sum = new RowSum()
  for (;;) {
    const { rows } = await client.query<(string | null)[]>({
      text: `FETCH ${ROWS_AT_ONCE} FROM checked`,
      rowMode: 'array',
    })
    for (const row of rows) sum.add(row.map((text, index) => plainText(text, table.columns[index])))
    if (rows.length < ROWS_AT_ONCE) break
  }
  await client.query('CLOSE checked')
  if (table.name === 'Reading') await addPacked(client, table, sum)
  return sum.result()
}

async function addPacked(client: pg.ClientBase, table: MovedTable, sum: RowSum): Promise<void> {
  await client.query(
    'DECLARE packed NO SCROLL CURSOR FOR SELECT "rigId", "bytes" FROM "ReadingBlock" ORDER BY "rigId", "spanMs"',
  )
  for (;;) {
    const { rows } = await client.query<{ rigId: number; bytes: Buffer }>(`FETCH ${BLOCKS_AT_ONCE} FROM packed`)
    const frames = new FrameTexts()
    for (const { rigId, bytes } of rows) for (const id of blockOutline(bytes).frameIds) frames.want(rigId, id)
    await frames.read(client)
    for (const { rigId, bytes } of rows) {
      sum.addReadings(
        decodeBlock(bytes, rigId, (frameId) => frames.namesOf(rigId, frameId)),
        table,
      )
    }
    if (rows.length < BLOCKS_AT_ONCE) break
  }
  await client.query('CLOSE packed')
}

class RowSum {
  #rows = 0
  #sum = 0n

  add(texts: (string | null)[]): void {
    this.#rows += 1
    const hash = createHash('sha256').update(JSON.stringify(texts)).digest()
    this.#sum = BigInt.asUintN(64, this.#sum + hash.readBigUInt64BE())
  }

  /** As if they lay as they came. */
  addReadings(readings: ReadingRow[], { columns }: MovedTable): void {
    for (const reading of readings) {
      const values = new Map<string, unknown>(Object.entries({ ...reading, slotMs: slotOf(reading.atMs) }))
      this.add(columns.map((column) => plainText(values.get(column.name), column)))
    }
  }

  result(): TableChecksum {
    return { rows: this.#rows, sum: this.#sum.toString(16).padStart(16, '0') }
  }
}

// The same for a value whichever of the two it comes from.
function plainText(value: unknown, column: MovedColumn | undefined): string | null {
  if (value === null || value === undefined) return null
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`
  if (column?.type === 'double precision') return String(Number(value))
  if (column?.type === 'boolean') return String(value) === 'true' || String(value) === '1' ? '1' : '0'
  return String(value)
}

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runSql, temporaryPostgresql } from '../db/temporary-database.ts'

// The rules: docs.citusdata.com, "Creating and Modifying Distributed Tables" and "Can I create primary keys on distributed tables?"
const page = readFileSync(new URL('../../docs/scaling.md', import.meta.url), 'utf8')
const spread = [...page.matchAll(/create_distributed_table\('"(\w+)"', '(\w+)'/g)].map(([, table, column]) => ({
  table,
  column,
}))

test('tables that docs/scaling.md spreads over servers have keys that allow it, and refer to nothing', async () => {
  const url = await temporaryPostgresql()
  expect(spread.map(({ table }) => table)).toEqual(['ReadingFrame', 'Reading', 'ReadingBlock', 'RigHour', 'WorkHour'])
  for (const { table, column } of spread) {
    const keys = await runSql(
      url,
      `SELECT array_agg(attname::text ORDER BY attnum) AS columns FROM pg_index
       JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
       WHERE indrelid = '"${table}"'::regclass AND indisunique GROUP BY indexrelid`,
    )
    expect(keys).toEqual([{ columns: expect.arrayContaining([column]) }])
    const types = await runSql(
      url,
      `SELECT data_type AS type FROM information_schema.columns WHERE table_name = '${table}' AND column_name = '${column}'`,
    )
    expect(types).toEqual([{ type: 'integer' }])
    const references = await runSql(
      url,
      `SELECT conname FROM pg_constraint WHERE contype = 'f' AND '"${table}"'::regclass IN (conrelid, confrelid)`,
    )
    expect(references).toEqual([])
  }
  const by = await runSql(
    url,
    `SELECT pg_get_partkeydef('"Reading"'::regclass) AS readings, pg_get_partkeydef('"ReadingBlock"'::regclass) AS blocks`,
  )
  expect(by).toEqual([{ readings: 'RANGE ("slotMs")', blocks: 'RANGE ("spanMs")' }])
})

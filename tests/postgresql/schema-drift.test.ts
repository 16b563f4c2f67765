import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { migrationsFolder } from '#lib/db/migrations'
import { migrationSql } from '../../scripts/schema-engine.ts'
import { runSql, temporaryPostgresql } from '../db/temporary-database.ts'

const folder = migrationsFolder('postgresql')
const schema = () => readFileSync(join(folder, '..', '..', 'schema.prisma'), 'utf8')

const SHAPE = {
  columns: `SELECT table_name, column_name, data_type, is_nullable, column_default, datetime_precision
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'
    ORDER BY table_name, column_name`,
  // What a key consists of, in whatever order: readings lie by rig here.
  keys: `SELECT relation.relname, contype::text, referred.relname AS referred, confdeltype::text, confupdtype::text,
      (SELECT string_agg(attname, ',' ORDER BY attname) FROM pg_attribute
        WHERE attrelid = relation.oid AND attnum = ANY(conkey)) AS columns
    FROM pg_constraint JOIN pg_class AS relation ON relation.oid = conrelid
    LEFT JOIN pg_class AS referred ON referred.oid = confrelid
    WHERE relation.relname <> '_prisma_migrations' AND contype <> 'n' AND connamespace = 'public'::regnamespace
    ORDER BY 1, 2, 3, 6`,
  indices: `SELECT indexname, indexdef FROM pg_indexes
    WHERE schemaname = 'public' AND tablename NOT IN ('_prisma_migrations', 'Reading', 'ReadingBlock') ORDER BY indexname`,
}

test('all migrations together make what the schema says', async () => {
  const migrated = await temporaryPostgresql()
  const asked = await temporaryPostgresql('nothing')
  await runSql(asked, await migrationSql(undefined, schema(), 'postgresql'))
  for (const [what, sql] of Object.entries(SHAPE)) {
    const wanted = await runSql(asked, sql)
    expect(wanted.length).toBeGreaterThan(20)
    expect(await runSql(migrated, sql), what).toEqual(wanted)
  }
})

test.each([
  ['Reading', 'RANGE ("slotMs")', 'PRIMARY KEY ("rigId", "slotMs", "atMs")'],
  ['ReadingBlock', 'RANGE ("spanMs")', 'PRIMARY KEY ("rigId", "spanMs", piece)'],
])(
  '%s is partitioned by time, under a key that begins with the rig, by which it could be spread',
  async (table, partitioned, key) => {
    const url = await temporaryPostgresql()
    expect(
      await runSql(
        url,
        `SELECT pg_get_partkeydef('"${table}"'::regclass) AS partitioned, pg_get_constraintdef(oid) AS key
       FROM pg_constraint WHERE conrelid = '"${table}"'::regclass AND contype = 'p'`,
      ),
    ).toEqual([{ partitioned, key }])
  },
)

test('the snapshot is the schema that the migrations lead to', () => {
  expect(readFileSync(join(folder, 'schema.snapshot.prisma'), 'utf8')).toBe(schema())
})

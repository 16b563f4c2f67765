import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { migrationsFolder, readMigrations } from '#lib/db/migrations'
import { migrationSql } from '../../scripts/schema-engine.ts'

const schema = () => readFileSync(join(migrationsFolder(), '..', '..', 'schema.prisma'), 'utf8')

function databaseOf(...scripts: string[]): Sqlite.Database {
  const database = new Sqlite(':memory:')
  for (const script of scripts) database.exec(script)
  return database
}

function tablesOf(database: Sqlite.Database): string[] {
  const rows = database.prepare(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
  )
  return rows.pluck().all().map(String)
}

function shapeOf(database: Sqlite.Database): unknown {
  return tablesOf(database).map((table) => ({
    table,
    columns: database
      .prepare(`SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?) ORDER BY name`)
      .all(table),
    foreignKeys: database
      .prepare(`SELECT "table", "from", "to", on_update, on_delete FROM pragma_foreign_key_list(?)`)
      .all(table),
    indices: database
      .prepare(
        `SELECT list."unique", list.origin, info.seqno, info.name FROM pragma_index_list(?) AS list, pragma_index_info(list.name) AS info
         ORDER BY list.name, info.seqno`,
      )
      .all(table),
  }))
}

test('all migrations together make what the schema says', async () => {
  const migrated = databaseOf(...readMigrations(migrationsFolder()).map(({ sql }) => sql))
  const asked = databaseOf(await migrationSql(undefined, schema()))
  expect(tablesOf(asked).length).toBeGreaterThan(20)
  expect(shapeOf(migrated)).toEqual(shapeOf(asked))
})

test('the tables of readings and hours are kept in the order of their keys', () => {
  const migrated = databaseOf(...readMigrations(migrationsFolder()).map(({ sql }) => sql))
  const withoutRowid = migrated.prepare(`SELECT name FROM pragma_table_list WHERE wr = 1 ORDER BY name`).pluck().all()
  expect(withoutRowid).toEqual([
    ...['CreditedState', 'EnergyPrice', 'FiatRate', 'LedgerHour', 'LedgerPeriod', 'LedgerSuperseded', 'MeterQuarter'],
    ...['Reading', 'ReadingFrame', 'RigHour', 'SiteSlot', 'SiteWorkSlot', 'WorkHour'],
  ])
})

test('the snapshot is the schema that the migrations lead to', () => {
  expect(readFileSync(join(migrationsFolder(), 'schema.snapshot.prisma'), 'utf8')).toBe(schema())
})

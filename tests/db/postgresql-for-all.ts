import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrateDatabase } from '#lib/db/migrate'
import { startPostgresql } from './postgresql-cluster.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where tests make their databases, as copies of `template`; absent where they run on SQLite. */
    postgresql: { url: string; template: string } | undefined
  }
}

const TEMPLATE = 'davylamp_template'

/** One PostgreSQL for a whole run of tests, with a migrated database to copy from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await startPostgresql()
  const client = new pg.Client(url)
  await client.connect()
  await client.query(`CREATE DATABASE ${TEMPLATE}`)
  await client.end()
  const template = new URL(url)
  template.pathname = TEMPLATE
  await migrateDatabase(template.href)
  project.provide('postgresql', { url, template: TEMPLATE })
  return stop
}

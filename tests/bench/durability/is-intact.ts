import pg from 'pg'
import { databaseFile } from '#lib/db/database-file'
import { databaseKind } from '#lib/db/database-kind'
import { connectSqlite } from '#lib/db/sqlite-connection'

// PostgreSQL's own checkers: of tables, and of indexes against the tables that they are of.
const CHECKED = `
  SELECT count(found.msg)::int AS problems FROM pg_class AS checked
  CROSS JOIN LATERAL verify_heapam(checked.oid) AS found
  WHERE checked.relkind = 'r' AND checked.relnamespace IN ('public'::regnamespace, 'pg_catalog'::regnamespace)
    AND checked.relpersistence = 'p'`
const INDEXES = `
  SELECT bt_index_check(index.oid, true) FROM pg_class AS index JOIN pg_am ON pg_am.oid = index.relam
  WHERE pg_am.amname = 'btree' AND index.relkind = 'i' AND index.relpersistence = 'p'`

/** Whether a database that was left behind is whole by its own checker: `integrity_check`, or the extension `amcheck`. */
export async function isIntact(url: string): Promise<boolean> {
  if (databaseKind(url) === 'sqlite') {
    const connection = connectSqlite(databaseFile(url), 'write')
    const found = connection.pragma('integrity_check', { simple: true })
    connection.close()
    return found === 'ok'
  }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('CREATE EXTENSION IF NOT EXISTS amcheck')
    const { rows } = await client.query<{ problems: number }>(CHECKED)
    // Throws at the first index that is not whole.
    await client.query(INDEXES)
    return rows[0]?.problems === 0
  } finally {
    await client.end()
  }
}

import { type Config, loadConfig, loadEnvironment, prepareDataFolder } from '#lib/config'
import { type Database, openDatabase } from '#lib/db/database'
import { migrateDatabase } from '#lib/db/migrate'

/** Runs on the installation's database directly, creating and migrating it where needed; the server may be running. */
export async function withDatabase<Result>(
  run: (database: Database, config: Config) => Promise<Result>,
): Promise<Result> {
  const config = loadConfig(loadEnvironment())
  prepareDataFolder(config.dataDir)
  await migrateDatabase(config.databaseUrl, { log: note })
  const database = await openDatabase(config.databaseUrl)
  try {
    return await run(database, config)
  } finally {
    await database.$disconnect()
  }
}

/** For people; standard output is kept for what a script reads. */
export function note(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** A day and minute in UTC, or a dash. */
export function moment(atMs: number | undefined): string {
  return atMs === undefined ? '—' : `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')}Z`
}

/** Columns as wide as their widest cell. */
export function printTable(head: string[], rows: string[][]): void {
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)))
  for (const row of [head, ...rows])
    print(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}

// npm run new-migration -- NAME: writes the SQL that leads from the committed migrations to prisma/schema.prisma.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { migrationSql, type Provider } from './schema-engine.ts'

const SNAPSHOT = 'schema.snapshot.prisma'

const PROVIDERS: Provider[] = ['sqlite', 'postgresql']

/**
 * Writes the next migration of each database into `prisma/migrations` under `root`, all of one number, and moves the
 * snapshots of the schema on; answers with their files, none when the schema has not changed. A database that missed one
 * gets everything since. Throws when the name is not lower_case_words.
 */
export async function writeNextMigration(root: string, name: string): Promise<string[]> {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error('Name the migration in lower case, such as: rig_purchase_price')
  const schema = readFileSync(join(root, 'prisma', 'schema.prisma'), 'utf8')
  const pending: { folder: string; sql: string }[] = []
  for (const provider of PROVIDERS) {
    const folder = join(root, 'prisma', 'migrations', provider)
    const snapshot = join(folder, SNAPSHOT)
    const from = existsSync(snapshot) ? readFileSync(snapshot, 'utf8') : undefined
    const sql = (await migrationSql(from, schema, provider)).trim()
    if (sql !== '' && sql !== '-- This is an empty migration.') pending.push({ folder, sql })
  }
  const latest = Math.max(...PROVIDERS.map((provider) => latestNumber(join(root, 'prisma', 'migrations', provider))))
  // One that merely catches up takes the number that the other has already.
  const behind = pending.every(({ folder }) => latestNumber(folder) < latest)
  const number = String(behind ? latest : latest + 1).padStart(4, '0')
  return pending.map(({ folder, sql }) => {
    const own = join(folder, `${number}_${name}`)
    mkdirSync(own, { recursive: true })
    writeFileSync(join(own, 'migration.sql'), `${sql}\n`)
    writeFileSync(join(folder, SNAPSHOT), schema)
    return join(own, 'migration.sql')
  })
}

function latestNumber(folder: string): number {
  if (!existsSync(folder)) return 0
  return Math.max(
    0,
    ...readdirSync(folder)
      .map((entry) => Number.parseInt(entry, 10))
      .filter(Number.isInteger),
  )
}

async function main(): Promise<void> {
  const [name] = process.argv.slice(2)
  if (name === undefined) throw new Error('Name the migration: npm run new-migration -- rig_purchase_price')
  const files = await writeNextMigration(fileURLToPath(new URL('..', import.meta.url)), name)
  if (files.length === 0) {
    console.log('The schema has not changed since the last migration.')
    return
  }
  for (const file of files) console.log(`${readFileSync(file, 'utf8')}\nWrote ${file}.\n`)
  console.log(`Read them before you commit them:
- a table that is rebuilt on SQLite ("new_…") loses WITHOUT ROWID: put it back where 0001_first_release has it;
- on PostgreSQL, "Reading" stays PARTITION BY RANGE ("slotMs"), and "ReadingBlock" by "spanMs";
- renaming reads as dropping and adding: write the move of the data yourself.
Then run \`node scripts/generate-client.mjs\` and \`npx vitest run tests/db\`.`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}

// npm run new-migration -- NAME: writes the SQL that leads from the committed migrations to prisma/schema.prisma.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { migrationSql } from './schema-engine.ts'

/**
 * Writes the next migration into `prisma/migrations/sqlite` under `root` and moves the snapshot of the schema on; answers
 * with its file, or undefined when the schema has not changed. Throws when the name is not lower_case_words.
 */
export async function writeNextMigration(root: string, name: string): Promise<string | undefined> {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error('Name the migration in lower case, such as: rig_purchase_price')
  const folder = join(root, 'prisma', 'migrations', 'sqlite')
  const snapshot = join(folder, 'schema.snapshot.prisma')
  const schema = readFileSync(join(root, 'prisma', 'schema.prisma'), 'utf8')
  const from = existsSync(snapshot) ? readFileSync(snapshot, 'utf8') : undefined
  const sql = (await migrationSql(from, schema)).trim()
  if (sql === '' || sql === '-- This is an empty migration.') return undefined

  const numbers = readdirSync(folder).map((entry) => Number.parseInt(entry, 10))
  const next = Math.max(0, ...numbers.filter(Number.isInteger)) + 1
  const own = join(folder, `${String(next).padStart(4, '0')}_${name}`)
  mkdirSync(own)
  writeFileSync(join(own, 'migration.sql'), `${sql}\n`)
  writeFileSync(snapshot, schema)
  return join(own, 'migration.sql')
}

async function main(): Promise<void> {
  const [name] = process.argv.slice(2)
  if (name === undefined) throw new Error('Name the migration: npm run new-migration -- rig_purchase_price')
  const file = await writeNextMigration(fileURLToPath(new URL('..', import.meta.url)), name)
  if (file === undefined) {
    console.log('The schema has not changed since the last migration.')
    return
  }
  console.log(`${readFileSync(file, 'utf8')}\nWrote ${file}. Read it before you commit it:
- a table that is rebuilt ("new_…") loses WITHOUT ROWID: put it back where 0001_first_release has it;
- renaming reads as dropping and adding: write the move of the data yourself.
Then run \`node scripts/generate-client.mjs\` and \`npx vitest run tests/db\`.`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}

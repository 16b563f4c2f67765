// Generates the Prisma clients from prisma/schema.prisma, one for each database: a client can only speak to one kind.
// Prisma's command insists on downloading a schema engine that generation does not use; naming any existing file keeps
// it offline. The variable is set for this one child only: with it, `prisma migrate deploy` would report success and
// apply nothing.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

export function generateClient() {
  generate('prisma/schema.prisma')
  const schema = readFileSync(join(root, 'prisma', 'schema.prisma'), 'utf8')
  const folder = join(root, 'lib', 'db', 'generated')
  const draft = join(folder, `postgresql.${process.pid}.prisma`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    draft,
    schema
      .replace('provider = "sqlite"', 'provider = "postgresql"')
      .replace('"../lib/db/generated/sqlite"', '"./postgresql"'),
  )
  try {
    generate(draft)
  } finally {
    rmSync(draft)
  }
}

function generate(schema) {
  const command = fileURLToPath(new URL('../node_modules/prisma/build/index.js', import.meta.url))
  const result = spawnSync(process.execPath, [command, 'generate', '--schema', schema, '--no-hints'], {
    cwd: root,
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
    encoding: 'utf8',
  })
  if (result.status !== 0) throw new Error(`prisma generate failed:\n${result.stdout}${result.stderr}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) generateClient()

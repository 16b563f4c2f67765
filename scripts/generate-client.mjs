// Generates the Prisma client from prisma/schema.prisma. Prisma's command insists on downloading a schema engine that
// generation does not use; naming any existing file keeps it offline. The variable is set for this one child only:
// with it, `prisma migrate deploy` would report success and apply nothing.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

export function generateClient() {
  const command = fileURLToPath(new URL('../node_modules/prisma/build/index.js', import.meta.url))
  const result = spawnSync(process.execPath, [command, 'generate', '--schema', 'prisma/schema.prisma', '--no-hints'], {
    cwd: root,
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
    encoding: 'utf8',
  })
  if (result.status !== 0) throw new Error(`prisma generate failed:\n${result.stdout}${result.stderr}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) generateClient()

import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..')

/** Where the bundled programs lie. */
export type BenchPrograms = {
  server: string
  bareServer: string
  agents: string
  agent: string
  asics: string
  chart: string
  alerts: string
  earnings: string
  createManyClient: string
}

/**
 * Bundles the bench's programs as the build bundles the server: what a loader for TypeScript adds to every function is
 * not measured. The table that only the bench knows gets a Prisma client of its own.
 */
export async function buildPrograms(): Promise<BenchPrograms> {
  const folder = join(root, 'node_modules', '.cache', 'davylamp', 'bench')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "name": "davylamp-bench", "type": "module" }\n')
  generateCreateManyClient(folder)
  await build({
    entryPoints: {
      server: join(here, 'programs', 'server.ts'),
      'bare-server': join(here, 'programs', 'bare-server.ts'),
      agents: join(here, 'programs', 'agents.ts'),
      agent: join(here, 'programs', 'agent.ts'),
      asics: join(here, 'programs', 'asics.ts'),
      chart: join(here, 'programs', 'chart.ts'),
      alerts: join(here, 'programs', 'alerts.ts'),
      earnings: join(here, 'programs', 'earnings.ts'),
      'create-many-client': join(folder, 'generated', 'client.ts'),
      'reading.worker': join(root, 'lib', 'db', 'reading.worker.ts'),
    },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  })
  const program = (name: string) => join(folder, `${name}.js`)
  return {
    server: program('server'),
    bareServer: program('bare-server'),
    agents: program('agents'),
    agent: program('agent'),
    asics: program('asics'),
    chart: program('chart'),
    alerts: program('alerts'),
    earnings: program('earnings'),
    createManyClient: program('create-many-client'),
  }
}

// The schema engine is not used to generate, but asked for: any existing file keeps Prisma offline.
function generateCreateManyClient(folder: string): void {
  const schema = join(folder, 'schema.prisma')
  writeFileSync(schema, CREATE_MANY_SCHEMA)
  const prisma = join(root, 'node_modules', 'prisma', 'build', 'index.js')
  const result = spawnSync(process.execPath, [prisma, 'generate', '--schema', schema, '--no-hints'], {
    cwd: root,
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
    encoding: 'utf8',
  })
  if (result.status !== 0) throw new Error(`prisma generate failed:\n${result.stdout}${result.stderr}`)
}

/** One row per GPU and reading in ten columns, as one would begin: whole numbers and the natural key. */
const CREATE_MANY_SCHEMA = `generator client {
  provider = "prisma-client"
  output   = "./generated"
}

datasource db {
  provider = "sqlite"
}

model DeviceReading {
  rigId              Int
  device             Int
  atMs               BigInt
  hashesPerSecond    Float?
  temperatureCelsius Float?
  memoryCelsius      Float?
  fanPercent         Float?
  powerWatts         Float?
  accepted           Int?
  rejected           Int?

  @@id([rigId, device, atMs])
}
`

import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..')

/** The bench's own programs: a file of `programs/` each. */
const PROGRAMS = {
  server: 'server',
  bareServer: 'bare-server',
  agents: 'agents',
  agent: 'agent',
  asics: 'asics',
  awayAgent: 'away-agent',
  dashboards: 'dashboards',
  chart: 'chart',
  peerMine: 'peer-mine',
  alerts: 'alerts',
  earnings: 'earnings',
  verifyStore: 'verify-store',
} as const

/** Where the bundled programs lie. */
export type BenchPrograms = { [name in keyof typeof PROGRAMS]: string } & {
  /**
   * The server whose readings' connections do not wait for the disk: on SQLite as better-sqlite3's default is, on PostgreSQL with
   * `synchronous_commit=off`. A control that must lose readings.
   */
  serverWithoutFullSync: string
  createManyClient: string
}

const programSource = (name: string) => join(here, 'programs', `${name}.ts`)
const WORKER = { 'reading.worker': join(root, 'lib', 'db', 'reading.worker.ts') }

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
  await bundle(folder, {
    ...Object.fromEntries(Object.values(PROGRAMS).map((name) => [name, programSource(name)])),
    'create-many-client': join(folder, 'generated', 'client.ts'),
    ...WORKER,
  })
  const careless = join(folder, 'without-full-sync')
  await bundle(careless, { server: programSource('server'), ...WORKER }, [withoutFullSync])
  const program = (name: string) => join(folder, `${name}.js`)
  return {
    server: program(PROGRAMS.server),
    bareServer: program(PROGRAMS.bareServer),
    agents: program(PROGRAMS.agents),
    agent: program(PROGRAMS.agent),
    asics: program(PROGRAMS.asics),
    awayAgent: program(PROGRAMS.awayAgent),
    dashboards: program(PROGRAMS.dashboards),
    chart: program(PROGRAMS.chart),
    peerMine: program(PROGRAMS.peerMine),
    alerts: program(PROGRAMS.alerts),
    earnings: program(PROGRAMS.earnings),
    verifyStore: program(PROGRAMS.verifyStore),
    serverWithoutFullSync: join(careless, 'server.js'),
    createManyClient: program('create-many-client'),
  }
}

async function bundle(outdir: string, entryPoints: { [name: string]: string }, plugins: Plugin[] = []): Promise<void> {
  await build({
    entryPoints,
    outdir,
    plugins,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  })
}

/** The same program with a word or two changed where readings' connections are opened, so that nothing else can make the difference. */
const withoutFullSync: Plugin = {
  name: 'without-full-sync',
  setup({ onLoad }) {
    for (const [file, changes] of Object.entries(WITHOUT_FULL_SYNC)) {
      onLoad({ filter: new RegExp(`lib/db/${file}\\.ts$`) }, ({ path }) => {
        let contents = readFileSync(path, 'utf8')
        for (const [word, instead] of changes) {
          if (!contents.includes(word)) throw new Error(`${path} opens connections otherwise now`)
          contents = contents.replaceAll(word, instead)
        }
        return { contents, loader: 'ts' }
      })
    }
  },
}

const WITHOUT_FULL_SYNC: { [file: string]: [word: string, instead: string][] } = {
  'sqlite-connection': [
    ['synchronous = FULL', 'synchronous = NORMAL'],
    ['synchronous !== 2', 'synchronous !== 1'],
  ],
  'postgresql-connection': [['SET synchronous_commit = on', 'SET synchronous_commit = off']],
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

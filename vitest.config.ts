import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const shared = { oxc: { jsx: { runtime: 'automatic' as const } } }

// By itself vitest leaves one core to itself, so that of two only one would work.
const maxWorkers = Math.min(4, Math.max(2, availableParallelism() - 1))

// Files, threads, blocks and settings that PostgreSQL does not have.
const ofSqliteAlone = [
  'database',
  'full-disk',
  'killed-seal',
  'migrate',
  'schema-drift',
  'sqlite-reading-store',
  'worker-entry',
].map((name) => `tests/db/${name}.test.ts`)

export default defineConfig({
  test: {
    projects: [
      {
        // Rules, stores, sockets: real databases and real sockets, one Node process a file.
        ...shared,
        test: {
          name: 'parts',
          maxWorkers,
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ['tests/journeys/**', 'tests/bench/**', 'tests/postgresql/**'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Everything that touches a database once more, on PostgreSQL; and what only PostgreSQL and Redis have.
        ...shared,
        test: {
          name: 'parts-postgresql',
          maxWorkers,
          include: ['tests/{db,services,live,postgresql}/**/*.test.ts'],
          exclude: ofSqliteAlone,
          globalSetup: ['tests/db/postgresql-for-all.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        // The built application in a real browser, with real agents: one at a time.
        ...shared,
        test: {
          name: 'journeys',
          setupFiles: ['tests/journeys/end-programs.ts'],
          include: ['tests/journeys/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 180_000,
          expect: { poll: { timeout: 60_000, interval: 100 } },
          fileParallelism: false,
        },
      },
    ],
  },
})

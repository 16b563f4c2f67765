import { defineConfig } from 'vitest/config'

const shared = { oxc: { jsx: { runtime: 'automatic' as const } } }

export default defineConfig({
  test: {
    projects: [
      {
        // Rules, stores, sockets: real databases and real sockets, one Node process a file.
        ...shared,
        test: {
          name: 'parts',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ['tests/journeys/**', 'tests/bench/**'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        // The built application in a real browser, with real agents: one at a time.
        ...shared,
        test: {
          name: 'journeys',
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

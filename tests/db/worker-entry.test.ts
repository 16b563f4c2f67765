import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, onTestFinished, test } from 'vitest'
import { migrationsFolder, readMigrations } from '#lib/db/migrations'
import { packageRoot } from '#lib/db/package-root'
import { temporaryDatabase } from './temporary-database.ts'

test('a bundled program finds the thread that was bundled next to it, and the migrations of its package', async () => {
  const { folder } = await temporaryDatabase()
  // Inside the package, as `dist` is, so that its packages are found.
  const dist = join(packageRoot(), 'node_modules', '.cache', `davylamp-test-${process.pid}`)
  mkdirSync(dist, { recursive: true })
  onTestFinished(() => rmSync(dist, { recursive: true, force: true }))
  const program = join(dist, 'program.ts')
  writeFileSync(
    program,
    `import { migrateDatabase } from '#lib/db/migrate'
     import { openReadingStore } from '#lib/db/sqlite-reading-store'
     const { applied } = await migrateDatabase(process.argv[2])
     const store = await openReadingStore(process.argv[2])
     const reading = { at: 5, state: 'hashing', miner: { name: 'bitaxe' }, work: [] }
     const answer = await store.append([{ rigId: 1, receivedAtMs: 6, reading }])
     console.log(JSON.stringify({ applied, answer, back: await store.readRange(1, 0, 10, { limit: 1 }) }))
     await store.close()`,
  )
  await build({
    entryPoints: { davylamp: program, 'reading.worker': join(packageRoot(), 'lib', 'db', 'reading.worker.ts') },
    outdir: dist,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    alias: {
      '#lib/db/migrate': join(packageRoot(), 'lib/db/migrate.ts'),
      '#lib/db/sqlite-reading-store': join(packageRoot(), 'lib/db/sqlite-reading-store.ts'),
    },
  })
  writeFileSync(join(dist, 'package.json'), '{ "type": "module" }')
  const output = execFileSync(process.execPath, [join(dist, 'davylamp.js'), `file:${join(folder, 'other.db')}`], {
    encoding: 'utf8',
  })
  expect(JSON.parse(output)).toEqual({
    applied: readMigrations(migrationsFolder()).map(({ name }) => name),
    answer: ['stored'],
    back: [{ at: 5, state: 'hashing', miner: { name: 'bitaxe' }, work: [] }],
  })
})

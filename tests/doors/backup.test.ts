import { appendFileSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '#lib/db/database'
import { backup, runNightlyBackup } from '#lib/services/backup'
import { createToken } from '#lib/services/create-token'
import { restore } from '#lib/services/restore'
import { type Installation, newInstallation } from './installation.ts'

let place: Installation
let config: { databaseUrl: string; backupDir: string; nightlyBackup: boolean }

beforeEach(async () => {
  place = await newInstallation()
  config = { databaseUrl: place.url, backupDir: join(place.folder, 'backups'), nightlyBackup: true }
})
afterEach(() => place.remove())

async function madeBackup(): Promise<string> {
  const made = await backup(config)
  if (!made.ok) throw new Error(made.reason)
  return made.file
}

async function tokenNames(): Promise<string[]> {
  const database = await openDatabase(place.url)
  const rows = await database.agentToken.findMany({ orderBy: { id: 'asc' } })
  await database.$disconnect()
  return rows.map((row) => row.name)
}

test('a backup of a database in use brings back what was there, and keeps what it replaces', async () => {
  await createToken(place.database, { name: 'before' })
  const file = await madeBackup()
  expect(statSync(file).mode & 0o777).toBe(0o600)
  await createToken(place.database, { name: 'after' })
  await place.database.$disconnect()
  const restored = await restore(config, file)
  if (!restored.ok) throw new Error(restored.reason)
  expect(await tokenNames()).toEqual(['before'])
  expect(statSync(restored.keptAs ?? '').size).toBeGreaterThan(0)
})

test('nothing is restored while the database is open', async () => {
  await createToken(place.database, { name: 'still here' })
  const file = await madeBackup()
  await createToken(place.database, { name: 'and this' })
  const refused = await restore(config, file)
  expect(refused).toMatchObject({ ok: false, reason: expect.stringContaining('in use') })
  expect(await place.database.agentToken.count()).toBe(2)
})

test('a backup that was changed, has no checksum, or is no database is refused', async () => {
  await createToken(place.database, { name: 'kept' })
  const file = await madeBackup()
  await place.database.$disconnect()
  appendFileSync(file, 'x')
  expect(await restore(config, file)).toMatchObject({ ok: false, reason: expect.stringContaining('checksum') })
  const stranger = join(place.folder, 'notes.txt')
  writeFileSync(stranger, 'no database')
  expect(await restore(config, stranger)).toMatchObject({ ok: false, reason: expect.stringContaining('.sha256') })
  writeFileSync(`${stranger}.sha256`, '0'.repeat(64))
  expect(await restore(config, stranger)).toMatchObject({ ok: false })
  expect(await tokenNames()).toEqual(['kept'])
})

test('an existing file is never overwritten by a backup', async () => {
  const file = await madeBackup()
  expect(await backup(config, file)).toMatchObject({ ok: false })
})

test('the last seven nights are kept, and what was made by hand stays', async () => {
  const day = 86_400_000
  const log = pino({ level: 'silent' })
  await madeBackup()
  const killed = join(config.backupDir, 'nightly-2026-01-20.db.part-4711')
  writeFileSync(killed, 'half a database')
  utimesSync(killed, new Date(0), new Date(0))
  for (let night = 0; night < 9; night++) {
    await runNightlyBackup({ config, log }, Date.UTC(2026, 0, 25 + night, 3))
    await runNightlyBackup({ config, log }, Date.UTC(2026, 0, 25 + night, 3) + day / 3)
  }
  const names = readdirSync(config.backupDir)
  const nights = names.filter((name) => /^nightly-.*\.db$/.test(name)).sort()
  expect(nights).toHaveLength(7)
  expect(nights[0]).toBe('nightly-2026-01-27.db')
  expect(nights.at(-1)).toBe('nightly-2026-02-02.db')
  expect(names.filter((name) => /^davylamp-.*\.db$/.test(name))).toHaveLength(1)
  expect(names.filter((name) => name.includes('.part'))).toEqual([])
})

import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from '#lib/config'
import { copyDatabase } from '#lib/db/copy-database'
import { databaseFile } from '#lib/db/database-file'
import { databaseKind } from '#lib/db/database-kind'
import { DAY_MS } from '#lib/domain/units'
import { fileChecksum } from './file-checksum.ts'

export type BackupResult = { ok: true; file: string; sha256: string } | { ok: false; reason: string }

const NIGHTS_KEPT = 7

/**
 * Copies the database, which may be in use, to `to` (by default a dated file in the backup folder), and its SHA-256 to
 * `<to>.sha256` in the form that `sha256sum --check` reads. The copy appears whole, or not at all.
 */
export async function backup(
  config: Pick<Config, 'databaseUrl' | 'backupDir'>,
  to?: string,
  nowMs = Date.now(),
): Promise<BackupResult> {
  if (databaseKind(config.databaseUrl) !== 'sqlite') {
    return {
      ok: false,
      reason: 'PostgreSQL is backed up with its own tools: pg_dump --format=custom, or its archive of changes.',
    }
  }
  const stamp = new Date(nowMs).toISOString().replace(/[:.]/g, '-')
  const file = resolve(to ?? join(config.backupDir, `davylamp-${stamp}.db`))
  if (existsSync(file)) return { ok: false, reason: `${file} is there already and is left as it is.` }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.part-${process.pid}`
  try {
    await copyDatabase(databaseFile(config.databaseUrl), draft)
    chmodSync(draft, 0o600)
    await syncToDisk(draft)
    const sha256 = await fileChecksum(draft)
    writeFileSync(`${file}.sha256`, `${sha256}  ${basename(file)}\n`, { mode: 0o600 })
    renameSync(draft, file)
    return { ok: true, file, sha256 }
  } catch (error) {
    rmSync(draft, { force: true })
    return { ok: false, reason: `The backup to ${file} failed: ${error instanceof Error ? error.message : error}` }
  }
}

/**
 * The scheduler's job: one backup a UTC day, the last 7 kept. Does nothing when today's is there already, so that it may
 * be asked at any time. Backups made by hand are left alone.
 */
export async function runNightlyBackup(
  context: { config: Pick<Config, 'databaseUrl' | 'backupDir' | 'nightlyBackup'>; log: Logger },
  nowMs = Date.now(),
): Promise<void> {
  const { config, log } = context
  if (!config.nightlyBackup || databaseKind(config.databaseUrl) !== 'sqlite') return
  const file = join(config.backupDir, `nightly-${new Date(nowMs).toISOString().slice(0, 10)}.db`)
  if (existsSync(file)) return
  removeDrafts(config.backupDir, nowMs)
  const result = await backup(config, file, nowMs)
  if (!result.ok) {
    log.error({ reason: result.reason }, 'The nightly backup failed')
    return
  }
  const nights = readdirSync(config.backupDir).filter((name) => /^nightly-\d{4}-\d\d-\d\d\.db$/.test(name))
  for (const name of nights.sort().slice(0, -NIGHTS_KEPT)) {
    for (const suffix of ['', '.sha256']) rmSync(join(config.backupDir, `${name}${suffix}`), { force: true })
  }
  log.info({ file: result.file }, 'The nightly backup is done')
}

/** What backups that were killed half-way left behind. */
function removeDrafts(folder: string, nowMs: number): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder).filter((name) => /\.db\.part-\d+/.test(name))) {
    const draft = join(folder, name)
    if (nowMs - statSync(draft).mtimeMs > DAY_MS) rmSync(draft, { force: true })
  }
}

async function syncToDisk(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  await handle.sync()
  await handle.close()
}

import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Config } from '#lib/config'
import { databaseFile } from '#lib/db/database-file'
import { migrateDatabase } from '#lib/db/migrate'
import { databaseComplaint, isInUse, replaceDatabase } from '#lib/db/replace-database'
import { fileChecksum } from './file-checksum.ts'

/** `keptAs` is where the database that was replaced is now. */
export type RestoreResult = { ok: true; file: string; keptAs?: string } | { ok: false; reason: string }

/**
 * Puts a backup in the database's place: refused while the server (or anybody) has the database open, when the file
 * does not match its checksum, or is no sound database of this application or of a release that is not newer.
 */
export async function restore(
  config: Pick<Config, 'databaseUrl'>,
  from: string,
  nowMs = Date.now(),
): Promise<RestoreResult> {
  const source = resolve(from)
  const file = databaseFile(config.databaseUrl)
  if (!existsSync(source)) return { ok: false, reason: `There is no file ${source}.` }
  const complaint = (await checksumComplaint(source)) ?? databaseComplaint(source)
  if (complaint !== undefined) return { ok: false, reason: complaint }
  if (isInUse(file)) {
    return { ok: false, reason: `${file} is in use: stop the server (and whatever else has it open), then try again.` }
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.restoring-${process.pid}`
  try {
    copyFileSync(source, draft)
    chmodSync(draft, 0o600)
    // On the copy: a backup of another release is brought up, or refused, before anything is replaced.
    await migrateDatabase(`file:${draft}`, { backupTo: `${draft}.before` })
  } catch (error) {
    for (const suffix of ['', '-wal', '-shm', '.before']) rmSync(`${draft}${suffix}`, { force: true })
    return { ok: false, reason: `The backup cannot be used: ${error instanceof Error ? error.message : error}` }
  }
  rmSync(`${draft}.before`, { force: true })
  const replaced = existsSync(file)
  const keptAs = `${file}.before-restore-${new Date(nowMs).toISOString().replace(/[:.]/g, '-')}`
  replaceDatabase(file, draft, keptAs)
  return { ok: true, file, ...(replaced ? { keptAs } : {}) }
}

async function checksumComplaint(file: string): Promise<string | undefined> {
  const beside = `${file}.sha256`
  if (!existsSync(beside)) return `${beside} is missing: without it, nobody can tell whether the backup is whole.`
  const expected = /^[0-9a-f]{64}/i.exec(readFileSync(beside, 'utf8'))?.[0]?.toLowerCase()
  if (expected === undefined) return `${beside} holds no SHA-256 checksum.`
  return (await fileChecksum(file)) === expected
    ? undefined
    : `${file} does not match its checksum: it is damaged or was changed.`
}

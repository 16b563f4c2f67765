import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { databaseFile } from '#lib/db/database-file'
import { databaseKind } from '#lib/db/database-kind'
import { packageRoot } from '#lib/db/package-root'
import type { RunningServer } from './running-server.ts'

/** What an installation is, for its page and for whoever helps its owner. */
export type InstallationFacts = {
  version: string
  nodeVersion: string
  startedAtMs: number
  dataDir: string
  databaseFile: string
  /** Of the database and its log, in bytes. */
  databaseBytes: number
  oldestReadingMs?: number
  rigs: number
  sites: number
  backupDir: string
  nightlyBackup: boolean
  newestBackup?: { file: string; atMs: number; bytes: number }
}

const manifest = z.object({ version: z.string() })

/** Of this program: the server and the agent it hands out. */
export function installedVersion(): string {
  return manifest.parse(JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'))).version
}

export async function describeInstallation(server: RunningServer): Promise<InstallationFacts> {
  const { config, store, fleet, startedAtMs } = server
  const isFile = databaseKind(config.databaseUrl) === 'sqlite'
  const file = isFile ? databaseFile(config.databaseUrl) : withoutPassword(config.databaseUrl)
  return {
    version: installedVersion(),
    nodeVersion: process.version,
    startedAtMs,
    dataDir: config.dataDir,
    databaseFile: file,
    databaseBytes: isFile ? bytesOf(file) + bytesOf(`${file}-wal`) : (await store.storage()).databaseBytes,
    oldestReadingMs: await store.oldestMs(),
    rigs: [...fleet.liveRigs()].length,
    sites: fleet.sites.size,
    backupDir: config.backupDir,
    nightlyBackup: config.nightlyBackup,
    newestBackup: newestBackup(config.backupDir),
  }
}

function withoutPassword(url: string): string {
  const { host, pathname } = new URL(url)
  return `postgresql://${host}${pathname}`
}

function bytesOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0
}

function newestBackup(folder: string): InstallationFacts['newestBackup'] {
  if (!existsSync(folder)) return undefined
  const backups = readdirSync(folder)
    .filter((name) => name.endsWith('.db'))
    .map((name) => {
      const file = join(folder, name)
      const { mtimeMs, size } = statSync(file)
      return { file, atMs: Math.round(mtimeMs), bytes: size }
    })
  return backups.sort((one, other) => other.atMs - one.atMs)[0]
}

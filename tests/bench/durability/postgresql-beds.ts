import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateDatabase } from '#lib/db/migrate'
import { giveToPostgresql, makeCluster, postgresqlPrograms, runPostgresql } from '../../db/postgresql-cluster.ts'
import { CONTROLS, type CrashBeds, type Fault, ROUNDS } from './crash-bed.ts'
import { beginImage, developImage } from './durable-image.ts'
import { buildPreloaded } from './preloaded.ts'

// Small files of its log: each sync copies one. So little of it that a round has checkpoints, and files used again.
const SETTINGS = { wal_sync_method: 'fdatasync', max_wal_size: '4MB', min_wal_size: '2MB' }
const CLUSTER = ['--wal-segsize=1', '--data-checksums']

/**
 * PostgreSQL, a cluster of its own for each round. A power cut takes the database's machine too: `power-cut-cluster.c` keeps what its
 * disk holds. Undefined where PostgreSQL is not installed.
 */
export async function postgresqlBeds(): Promise<CrashBeds | undefined> {
  if (postgresqlPrograms() === undefined) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'davylamp-crashes-'))
  const powerCut = buildPreloaded('power-cut-cluster', folder)
  giveToPostgresql(folder)
  const template = makeCluster(folder, CLUSTER)
  const migrating = await runPostgresql(template)
  await migrateDatabase(migrating.url)
  await migrating.stop()
  return {
    prefix: 'PostgreSQL: ',
    faults: [
      { fault: 'kill', rounds: ROUNDS / 2 },
      { fault: 'kill with its database', rounds: ROUNDS / 2 },
      ...(powerCut ? [{ fault: 'power cut' as const, rounds: ROUNDS }] : []),
      ...(powerCut ? [{ fault: 'power cut without a full sync' as const, rounds: CONTROLS }] : []),
    ],
    lay: (name, fault) => layBed({ folder: join(folder, name), template, powerCut }, fault),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function layBed(
  { folder, template, powerCut }: { folder: string; template: string; powerCut: string | undefined },
  fault: Fault,
) {
  const part = (name: string) => join(folder, name)
  const [data, image, held] = [part('data'), part('image'), part('held')]
  for (const made of [held, part('server')]) mkdirSync(made, { recursive: true })
  spawnSync('cp', ['-a', template, data], { stdio: ['ignore', 2, 2] })
  const rootInode = statSync(data).ino
  const cutsPower = fault.startsWith('power cut') && powerCut !== undefined
  if (cutsPower) beginImage(data, image)
  giveToPostgresql(folder)
  const environment: { [name: string]: string } = cutsPower
    ? { LD_PRELOAD: powerCut, CUT_DATA: data, CUT_IMAGE: image, CUT_HELD: held }
    : {}
  let running = await runPostgresql(data, { settings: SETTINGS, environment })
  return {
    server: { file: join(part('server'), 'mine.db'), url: running.url, environment: {} },
    async crash() {
      if (fault === 'kill') return running.url
      const afterwards = part('afterwards')
      const cut = part('cut')
      if (cutsPower) renameSync(image, cut)
      await running.crash()
      if (cutsPower) {
        removeSharedMemory(data)
        developImage(cut, rootInode, afterwards)
        giveToPostgresql(afterwards)
      }
      // What is looked at now must not be synced again.
      running = await runPostgresql(cutsPower ? afterwards : data, { settings: { fsync: 'off' } })
      return running.url
    },
    async remove() {
      await running.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

// A few bytes by which PostgreSQL knows that nobody else runs the cluster. The next start on the same folder would remove them; nobody
// starts on this one any more. Their number is the last on the line of its own in the file.
function removeSharedMemory(data: string): void {
  const [, id] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[6]?.trim().split(/\s+/) ?? []
  if (id !== undefined) spawnSync('ipcrm', ['-m', id])
}

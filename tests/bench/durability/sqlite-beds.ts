import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { migrateDatabase } from '#lib/db/migrate'
import { CONTROLS, type CrashBeds, ROUNDS } from './crash-bed.ts'
import { buildPreloaded } from './preloaded.ts'

/** SQLite: its file is the server's own, and `power-cut.c` keeps copies of it as they are synced. */
export async function sqliteBeds(folder: string): Promise<CrashBeds> {
  const powerCut = buildPreloaded('power-cut', folder)
  const template = join(folder, 'template')
  mkdirSync(template)
  await migrateDatabase(`file:${join(template, 'mine.db')}`)
  return {
    prefix: '',
    faults: [
      { fault: 'kill', rounds: ROUNDS },
      ...(powerCut ? [{ fault: 'power cut' as const, rounds: ROUNDS }] : []),
      ...(powerCut ? [{ fault: 'power cut without a full sync' as const, rounds: CONTROLS }] : []),
    ],
    async lay(name, fault) {
      const live = join(folder, name)
      const image = join(folder, `${name}-image`)
      // The database was there, and synced, before the server started.
      for (const copy of [live, image]) cpSync(template, copy, { recursive: true })
      const preloaded = fault === 'kill' || !powerCut ? undefined : { LD_PRELOAD: powerCut, DURABLE_DIR: image }
      return {
        server: { file: join(live, 'mine.db'), environment: preloaded ?? {} },
        crash: async () => `file:${join(preloaded ? image : live, 'mine.db')}`,
        async remove() {
          for (const copy of [live, image]) rmSync(copy, { recursive: true, force: true })
        },
      }
    },
    remove: () => undefined,
  }
}

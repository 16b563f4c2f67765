import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ServiceDefinition } from '#agent/service/service-definition'
import type { Config } from '#lib/config'
import { databaseFile } from '#lib/db/database-file'

export type FolderOwner = { uid: number; gid: number; name: string; home: string }

/** Who a folder belongs to, as /etc/passwd has it; a number alone where it does not know. */
export function ownerOf(folder: string, passwdFile = '/etc/passwd'): FolderOwner {
  const { uid, gid } = statSync(folder)
  const lines = readFileSync(passwdFile, 'utf8').split('\n')
  const entry = lines.map((line) => line.split(':')).find((fields) => fields[2] === String(uid))
  return { uid, gid, name: entry?.[0] ?? String(uid), home: entry?.[5] ?? '/' }
}

/** The server as a service: as the user whose files it runs from, writing its data and Next's cache. */
export function serverService(
  root: string,
  config: Pick<Config, 'dataDir' | 'databaseUrl' | 'backupDir'>,
  userName: string,
): ServiceDefinition {
  const folders = [config.dataDir, dirname(databaseFile(config.databaseUrl)), config.backupDir, join(root, '.next')]
  return {
    name: 'davylamp',
    description: 'Davylamp: monitoring for people who mine',
    // As `npm start` runs it, without building. Why with these: docs/decisions/0013-what-node-is-started-with.md
    command: [
      process.execPath,
      '--enable-source-maps',
      '--max-semi-space-size=64',
      '--no-allocation-site-pretenuring',
      join(root, 'dist', 'davylamp.js'),
      'start',
    ],
    environment: { NODE_ENV: 'production', DAVYLAMP_DATA_DIR: config.dataDir },
    workingFolder: root,
    writes: { folders: withoutInner(folders), asUser: userName },
    // Its own agent reads the cards of the machine it stands in.
    readsGpus: true,
  }
}

/** Each folder once, and none that lies in another. */
function withoutInner(folders: string[]): string[] {
  const distinct = [...new Set(folders)]
  return distinct.filter((folder) => !distinct.some((other) => other !== folder && folder.startsWith(`${other}/`)))
}

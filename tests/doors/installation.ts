import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { type Database, openDatabase } from '#lib/db/database'
import { migrateDatabase } from '#lib/db/migrate'
import { type Auth, createAuth } from '#lib/services/auth/auth'
import type { HostConfig } from '#lib/services/auth/same-host'
import type { Change } from '#lib/services/change-bus'
import { deriveSecrets } from '#lib/services/secrets'

export type Installation = {
  folder: string
  url: string
  database: Database
  auth: Auth
  config: HostConfig & { port: number }
  changes: Change[]
  remove(): Promise<void>
}

/** A real database in a folder of its own, with the doors before it. */
export async function newInstallation(config: Partial<HostConfig> = {}): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'davylamp-doors-'))
  const url = `file:${join(folder, 'davylamp.db')}`
  await migrateDatabase(url)
  const database = await openDatabase(url)
  const changes: Change[] = []
  const settings = { port: 3000, publicUrl: undefined, trustProxy: false, ...config }
  const auth = createAuth({
    config: settings,
    secrets: deriveSecrets('a secret that only these tests know, of some length'),
    database,
    log: pino({ level: 'silent' }),
    publish: (told) => changes.push(...told),
  })
  return {
    folder,
    url,
    database,
    auth,
    config: settings,
    changes,
    async remove() {
      await database.$disconnect()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The cookie header a browser would send after these Set-Cookie lines. */
export function cookieHeader(setCookies: string[]): string {
  return setCookies.map((line) => line.split(';')[0] ?? '').join('; ')
}

/** A POST of JSON as a browser's page at `origin` makes it. */
export function post(url: string, body: unknown, headers: Record<string, string> = {}): Request {
  const { host, origin } = new URL(url)
  return new Request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', host, origin, 'x-davylamp-address': '192.168.1.50', ...headers },
    body: JSON.stringify(body),
  })
}

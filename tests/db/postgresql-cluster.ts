import { spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../free-port.ts'

export type PostgresqlCluster = {
  /** Of its own database `postgres`; another one is reached by another path. */
  url: string
  stop(): Promise<void>
}

const DEBIAN = '/usr/lib/postgresql'

/** The folder with PostgreSQL's programs, the newest where there are several; undefined where it is not installed. */
export function postgresqlPrograms(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((one, other) => Number(other) - Number(one)) : []
  return versions.map((version) => join(DEBIAN, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb')))
}

/**
 * Starts an empty PostgreSQL on a free loopback port, its data in a temporary folder. It does not sync to disk, unless
 * `durable`: a test's process may be killed, its machine is not. Throws where PostgreSQL is not installed.
 */
export async function startPostgresql({ durable = false } = {}): Promise<PostgresqlCluster> {
  const programs = postgresqlPrograms()
  if (programs === undefined) throw new Error('PostgreSQL is not installed: apt-get install postgresql')
  const folder = mkdtempSync(join(tmpdir(), 'davylamp-postgresql-'))
  const person = notRoot()
  if (person) chownSync(folder, person.uid, person.gid)
  const data = join(folder, 'data')
  // As SQLite does, byte by byte; not by the rules of whatever language the machine speaks.
  const sorted = ['--locale=C', '--encoding=UTF8']
  const made = spawnSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'davylamp', '-A', 'trust', '--no-sync', ...sorted],
    { ...person, cwd: folder, encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`initdb failed:\n${made.stdout}${made.stderr}`)
  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '300',
    fsync: durable ? 'on' : 'off',
  }
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...person, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    let said = ''
    server.stderr.on('data', (part) => {
      said += part
      if (said.includes('ready to accept connections')) resolve()
    })
    server.once('close', () => reject(new Error(`PostgreSQL did not start:\n${said}`)))
  })
  return {
    url: `postgresql://davylamp@127.0.0.1:${port}/postgres`,
    async stop() {
      // Fast shutdown: open connections are ended.
      server.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

// PostgreSQL refuses to run as root, as whom a container's tests run; its package has made a user for it.
function notRoot(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const idOf = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
  return { uid: idOf('-u'), gid: idOf('-g') }
}

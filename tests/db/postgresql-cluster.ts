import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
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
  const folder = mkdtempSync(join(tmpdir(), 'davylamp-postgresql-'))
  giveToPostgresql(folder)
  const data = makeCluster(folder)
  const server = await runPostgresql(data, { settings: { fsync: durable ? 'on' : 'off' } })
  return {
    url: server.url,
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Makes an empty cluster in a folder that is PostgreSQL's, and answers with its data folder. */
export function makeCluster(folder: string, options: string[] = []): string {
  const data = join(folder, 'data')
  // As SQLite does, byte by byte; not by the rules of whatever language the machine speaks.
  const sorted = ['--locale=C', '--encoding=UTF8']
  const made = spawnSync(
    join(programs(), 'initdb'),
    ['-D', data, '-U', 'davylamp', '-A', 'trust', '--no-sync', ...sorted, ...options],
    { ...notRoot(), cwd: folder, encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`initdb failed:\n${made.stdout}${made.stderr}`)
  return data
}

export type RunningPostgresql = {
  url: string
  pid: number
  /** Fast: open connections are ended. */
  stop(): Promise<void>
  /** Kills all its processes, none of which can say goodbye. */
  crash(): Promise<void>
}

/** Runs a cluster on a free loopback port; resolves when it takes connections, after it has recovered if it must. */
export async function runPostgresql(
  data: string,
  given: { settings?: { [name: string]: string }; environment?: { [name: string]: string } } = {},
): Promise<RunningPostgresql> {
  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '300',
    ...given.settings,
  }
  const server = spawn(
    join(programs(), 'postgres'),
    ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      ...notRoot(),
      cwd: dirname(data),
      env: { ...process.env, ...given.environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
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
  const pid = server.pid ?? 0
  return {
    url: `postgresql://davylamp@127.0.0.1:${port}/postgres`,
    pid,
    async stop() {
      server.kill('SIGINT')
      await ended
    },
    async crash() {
      // Stopped, it can start no more of them meanwhile.
      server.kill('SIGSTOP')
      const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
      for (const child of children) process.kill(Number(child), 'SIGKILL')
      server.kill('SIGKILL')
      await ended
    },
  }
}

function programs(): string {
  const folder = postgresqlPrograms()
  if (folder === undefined) throw new Error('PostgreSQL is not installed: apt-get install postgresql')
  return folder
}

/** Makes a folder, with all that is in it, PostgreSQL's. */
export function giveToPostgresql(folder: string): void {
  const person = notRoot()
  if (person) spawnSync('chown', ['-R', `${person.uid}:${person.gid}`, folder], { stdio: ['ignore', 2, 2] })
}

// PostgreSQL refuses to run as root, as whom a container's tests run; its package has made a user for it.
function notRoot(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const idOf = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
  return { uid: idOf('-u'), gid: idOf('-g') }
}

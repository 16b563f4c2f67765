import { networkInterfaces } from 'node:os'
import { pino } from 'pino'
import pretty from 'pino-pretty'
import { type Config, loadConfig, loadEnvironment } from '#lib/config'
import { ensureOwner } from '#lib/services/auth/ensure-owner'
import { oneTimeLinkPath } from '#lib/services/one-time-link'
import { startServer } from '../server.ts'
import { CommandProblem } from './command-problem.ts'

/** Runs the server until it is told to stop, and says where it is. */
export async function run(options: { dev?: boolean }): Promise<void> {
  outliveReaders()
  const config = loadConfig(loadEnvironment())
  const log = openLog(config)
  const started = await startServer(config, log, options).catch((problem) => {
    throw explained(problem, config)
  })
  stopOnSignals(started.close)
  const owner = await ensureOwner(started.server.database, config)
  if (!owner.ok) throw new CommandProblem(owner.reason)
  const here = config.publicUrl ?? `http://localhost:${started.port}`
  const lines = [
    '',
    '  Davylamp is ready.',
    '',
    `  On this machine   http://localhost:${started.port}`,
    ...lanAddresses(config.host).map((address) => `  In your network   http://${address}:${started.port}`),
    ...(config.publicUrl ? [`  For everybody     ${config.publicUrl}`] : []),
    `  Data              ${config.dataDir}`,
    '',
  ]
  if (owner.state === 'link') {
    lines.push('  Nobody owns it yet. Whoever opens this link first does; it works once, for a day:')
    lines.push(`  ${here}${oneTimeLinkPath(owner.secret)}`, '')
  }
  process.stdout.write(`${lines.join('\n')}\n`)
}

/**
 * Whoever reads what is printed may go (`| head`, a closed terminal). That is no reason to stop, nor to report for ever that
 * the last report could not be written.
 */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
}

/** Lines for people on a terminal, JSON for programs otherwise; always to standard error. */
export function openLog(config: Pick<Config, 'logLevel'>): pino.Logger {
  if (!process.stderr.isTTY) return pino({ level: config.logLevel, base: undefined }, pino.destination(2))
  const people = pretty({ destination: 2, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss', sync: true })
  return pino({ level: config.logLevel }, people)
}

/** Closes once, in order, at Ctrl-C or when told to stop; a second signal does not wait. */
export function stopOnSignals(close: () => Promise<void>): void {
  let stopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1)
      stopping = true
      close().then(
        () => process.exit(0),
        (problem) => {
          process.stderr.write(`davylamp: stopping failed: ${problem}\n`)
          process.exit(1)
        },
      )
    })
  }
}

function lanAddresses(host: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return []
  return Object.values(networkInterfaces()).flatMap(
    (addresses) =>
      addresses?.flatMap(({ address, family, internal }) => (family === 'IPv4' && !internal ? address : [])) ?? [],
  )
}

function explained(problem: unknown, config: Config): unknown {
  if (!(problem instanceof Error && 'code' in problem)) return problem
  if (problem.code === 'EADDRINUSE') {
    return new CommandProblem(`Port ${config.port} is taken. Stop what listens there, or set PORT to another one.`)
  }
  if (problem.code === 'EACCES') {
    return new CommandProblem(
      `${problem.message}. Choose another PORT or DAVYLAMP_DATA_DIR, or give this user the right.`,
    )
  }
  return problem
}

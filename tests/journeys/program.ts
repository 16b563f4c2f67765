import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { leash } from './leash'

const root = fileURLToPath(new URL('../..', import.meta.url))

export type Program = {
  process: ChildProcess
  /** Everything it printed, both streams. */
  output(): string
  /** Waits until its output matches; fails with the output when it ends or 120 s pass first. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  /** SIGTERM unless told, and waits until it is gone. */
  end(signal?: NodeJS.Signals): Promise<void>
}

/** Starts a built program of ours: `dist/davylamp.js` with arguments, or the bundled agent. */
export function startProgram(
  program: 'davylamp' | 'davylamp-agent',
  args: string[],
  environment: Record<string, string> = {},
): Program {
  const file = join(root, 'dist', program === 'davylamp' ? 'davylamp.js' : 'davylamp-agent.cjs')
  return follow(spawn(process.execPath, [file, ...args], { cwd: root, env: cleanEnvironment(environment) }))
}

/** Follows what a started program prints. It does not outlive the test run. */
export function follow(child: ChildProcess): Program {
  leash(child)
  let text = ''
  const listeners = new Set<() => void>()
  const hear = (chunk: Buffer) => {
    text += chunk.toString('utf8')
    for (const listener of listeners) listener()
  }
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  child.on('exit', () => {
    for (const listener of listeners) listener()
  })
  const program: Program = {
    process: child,
    output: () => text,
    says(pattern) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => stop(new Error(`waited 120 s for ${pattern} in:\n${text}`)), 120_000)
        const look = () => {
          const found = pattern.exec(text)
          if (found) stop(found)
          else if (child.exitCode !== null || child.signalCode !== null)
            stop(new Error(`ended before ${pattern}:\n${text}`))
        }
        const stop = (outcome: RegExpExecArray | Error) => {
          clearTimeout(timer)
          listeners.delete(look)
          if (outcome instanceof Error) reject(outcome)
          else resolve(outcome)
        }
        listeners.add(look)
        look()
      })
    },
    async end(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill(signal)
      await gone
    },
  }
  running.add(program)
  child.on('exit', () => running.delete(program))
  return program
}

const running = new Set<Program>()
const LAST_WORDS_MS = 10_000

/** Ends the programs that still run, at the end of a file of tests. */
export async function endPrograms(patienceMs = LAST_WORDS_MS): Promise<void> {
  await Promise.all([...running].map((program) => endAnyhow(program, patienceMs)))
}

async function endAnyhow(program: Program, patienceMs: number): Promise<void> {
  const patience = new AbortController()
  const ended = program.end()
  await Promise.race([ended, pause(patienceMs, undefined, { signal: patience.signal }).catch(() => {})])
  patience.abort()
  if (running.has(program)) await program.end('SIGKILL')
}

/** What `begin` waits for; a program that does not come so far is ended. */
export async function begun<Result>(program: Program, begin: Promise<Result>): Promise<Result> {
  return begin.catch(async (problem: unknown) => {
    await endAnyhow(program, LAST_WORDS_MS)
    throw problem
  })
}

/** A folder that is removed with everything in it by `removeFolders`. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `davylamp-${name}-`))
  folders.push(folder)
  return folder
}

const folders: string[] = []
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}

/** A server of its own: own data, a free port, nothing asked of the internet. */
export async function startServer(
  dataDir: string,
  environment: Record<string, string> = {},
): Promise<Program & { url: string }> {
  const program = startProgram('davylamp', ['start'], {
    DAVYLAMP_DATA_DIR: dataDir,
    PORT: '0',
    HOST: '127.0.0.1',
    DAVYLAMP_MARKET: 'off',
    DAVYLAMP_BACKUP: 'off',
    ...environment,
  })
  const [, url = ''] = await begun(program, program.says(/On this machine\s+(http:\/\/localhost:\d+)/))
  return { ...program, url }
}

function cleanEnvironment(environment: Record<string, string>): NodeJS.ProcessEnv {
  const kept = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(DAVYLAMP_|PORT$|HOST$|DATABASE_URL$|VITEST|NODE_ENV$)/.test(name),
    ),
  )
  return { ...kept, NODE_ENV: 'production', ...environment }
}

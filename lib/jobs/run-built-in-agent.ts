import { type ChildProcess, spawn } from 'node:child_process'
import { prepareBuiltInAgent } from '#lib/services/prepare-built-in-agent'
import type { RunningServer } from '#lib/services/running-server'

const FIRST_RESTART_MS = 1_000
const LONGEST_RESTART_MS = 60_000

/**
 * Runs the server's own agent as a child process, an agent like any other, once there is a site; starts it again when
 * it ends. `program` is the bundled agent.
 */
export function runBuiltInAgent(
  server: RunningServer,
  options: { program: string; folder: string; serverUrl: string },
): { stop(): void } {
  const log = server.log.child({ part: 'built-in agent' })
  let child: ChildProcess | undefined
  let stopped = false
  let starting = false
  let waitMs = FIRST_RESTART_MS
  let timer: NodeJS.Timeout | undefined

  async function start(): Promise<void> {
    if (stopped || starting || child) return
    starting = true
    try {
      const prepared = await prepareBuiltInAgent(server.database, options.folder, options.serverUrl)
      if (!prepared || stopped) return
      server.publish(prepared.changes)
      child = launch(prepared.configFile)
    } catch (error) {
      log.error(error, 'could not be started')
      restartLater()
    } finally {
      starting = false
    }
  }

  function launch(configFile: string): ChildProcess {
    const startedMs = Date.now()
    // Its standard input is the leash: when the server is killed the pipe ends, and the agent with it.
    const launched = spawn(process.execPath, [options.program, '--config', configFile, '--state', options.folder], {
      stdio: ['pipe', 'ignore', 'pipe'],
      env: { NODE_ENV: 'production', PATH: process.env.PATH, HOME: process.env.HOME, DAVYLAMP_AGENT_LEASH: 'stdin' },
    })
    launched.stderr?.setEncoding('utf8').on('data', (lines: string) => {
      for (const line of lines.split('\n')) if (line) log.info(line)
    })
    launched.on('error', (error) => log.error(error, 'could not be started'))
    launched.on('exit', (code) => {
      child = undefined
      if (stopped) return
      if (Date.now() - startedMs > LONGEST_RESTART_MS) waitMs = FIRST_RESTART_MS
      log.warn({ code }, 'ended; starting it again')
      restartLater()
    })
    return launched
  }

  function restartLater(): void {
    timer = setTimeout(() => void start(), waitMs)
    waitMs = Math.min(LONGEST_RESTART_MS, waitMs * 2)
  }

  // The first site may be made long after the start.
  const stopListening = server.onChanges((changes) => {
    if (changes.some(({ kind }) => kind === 'sites')) void start()
  })
  void start()

  return {
    stop() {
      stopped = true
      stopListening()
      clearTimeout(timer)
      child?.kill('SIGTERM')
    },
  }
}

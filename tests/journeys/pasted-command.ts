import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { follow, type Program } from './program'

/** Runs what somebody pasted into a terminal: a real shell, in a home of its own that the command knows nothing else of. */
export function paste(command: string, home: string): Program {
  const environment = { PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8', NODE_ENV: 'production' as const }
  // A group of its own: Ctrl-C in a terminal reaches the shell and what the shell has started.
  const shell = spawn('bash', ['-c', command], { cwd: home, env: environment, detached: true })
  const program = follow(shell)
  return {
    ...program,
    async end(signal = 'SIGINT') {
      if (shell.pid === undefined || shell.exitCode !== null || shell.signalCode !== null) return
      const gone = once(shell, 'exit')
      process.kill(-shell.pid, signal)
      await gone
    },
  }
}

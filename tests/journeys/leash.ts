import { type ChildProcess, spawn } from 'node:child_process'

// Standard input ends with the process that holds its other end, however that one went. A program that leads a group takes it along.
const GUARD = 'end() { kill -s "$1" -- "-$2" || kill -s "$1" "$2"; }; read -r _; end TERM "$0"; sleep 10; end KILL "$0"'

/** Ends a program when the process that started it is gone: it was killed, ran out of time, or forgot it. */
export function leash(program: ChildProcess): void {
  if (program.pid === undefined || program.exitCode !== null) return
  // In a group of its own, so that Ctrl-C does not end it first.
  const guard = spawn('sh', ['-c', GUARD, String(program.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  guard.unref()
  program.once('exit', () => guard.kill('SIGKILL'))
}

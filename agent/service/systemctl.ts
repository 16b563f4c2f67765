import { spawnSync } from 'node:child_process'

export type Ran = { ok: true } | { ok: false; problem: string }

/** Runs `systemctl` with arguments; tests give their own. */
export type Systemctl = (...args: string[]) => Ran

export const systemctl: Systemctl = (...args) => {
  const { status, stderr, error } = spawnSync('systemctl', args, { encoding: 'utf8' })
  if (error)
    return { ok: false, problem: `systemctl cannot be run (${error.message}): this system may start without systemd.` }
  if (status === 0) return { ok: true }
  return { ok: false, problem: `"systemctl ${args.join(' ')}" failed: ${stderr.trim() || `it ended with ${status}`}` }
}

/** Makes systemd know a unit as it is now on disk, starts it anew, and has it started at every boot. */
export function startUnit(name: string, run: Systemctl): Ran {
  for (const args of [['daemon-reload'], ['enable', name], ['restart', name]]) {
    const ran = run(...args)
    if (!ran.ok) return ran
  }
  return { ok: true }
}

/** Ends a unit and has it started no more. One that systemd never heard of is ended already. */
export function endUnit(name: string, run: Systemctl): Ran {
  return run('disable', '--now', name)
}

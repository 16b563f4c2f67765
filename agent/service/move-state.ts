import { chownSync, copyFileSync, cpSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { lockFolder } from '../folder-lock'

/** What a running agent puts into its folder, and takes away. */
const OF_THE_RUN = new Set(['lock', 'status.sock'])

export type MovedState =
  | { ok: true; moved: 'everything' | 'configuration' | 'nothing' }
  | { ok: false; problem: string }

/**
 * Takes what somebody joined by hand into the service's folder. All of it, with names and unsent readings, the first time;
 * later what says where to report (`agent.json`, `token`), since the service has names of its own. What was taken is removed: two agents
 * of one name would cut each other off.
 */
export function moveState(from: string, to: string): MovedState {
  if (!existsSync(join(from, 'agent.json'))) {
    return existsSync(join(to, 'agent.json'))
      ? { ok: true, moved: 'nothing' }
      : { ok: false, problem: nothingToRun(from) }
  }
  const lock = lockFolder(from)
  if (!lock.ok)
    return { ok: false, problem: `An agent is running on ${from}: stop it (Ctrl-C in its terminal), then install.` }
  try {
    if (existsSync(join(to, 'agent.json'))) return { ok: true, moved: takeConfiguration(from, to) }
    mkdirSync(to, { recursive: true, mode: 0o700 })
    cpSync(from, to, { recursive: true, filter: (source) => !OF_THE_RUN.has(relative(from, source)) })
    rmSync(from, { recursive: true })
    return { ok: true, moved: 'everything' }
  } finally {
    lock.release()
  }
}

/** Files that only its owner may read: they become the folder's owner's, who is a user of systemd's making. */
function takeConfiguration(from: string, to: string): 'configuration' {
  const { uid, gid } = statSync(to)
  for (const name of ['token', 'agent.json']) {
    copyFileSync(join(from, name), join(to, name))
    chownSync(join(to, name), uid, gid)
    rmSync(join(from, name))
  }
  return 'configuration'
}

function nothingToRun(from: string): string {
  return `There is no configuration in ${from}. Run the command that "Add rig" in the app gives first, or name its folder with --state.`
}

import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where the agent's parts lie. */
export type AgentPlaces = {
  /** The executable, or the script that Node runs. */
  program: string
  stateFolder: string
  unitFile: string
}

/** Of an agent that systemd runs. `root` stands for `/` in tests. */
export function installedPlaces(isExecutable: boolean, root = '/'): AgentPlaces {
  const program = isExecutable ? 'usr/local/bin/davylamp-agent' : 'usr/local/lib/davylamp-agent/davylamp-agent.cjs'
  return {
    program: join(root, program),
    stateFolder: join(root, 'var/lib/davylamp-agent'),
    unitFile: join(root, 'etc/systemd/system/davylamp-agent.service'),
  }
}

/** Of an agent that somebody starts by hand. */
export function ownStateFolder(home = homedir()): string {
  return process.env.DAVYLAMP_AGENT_STATE ?? join(home, '.davylamp-agent')
}

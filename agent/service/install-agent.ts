import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { AgentPlaces } from './agent-places'
import type { AgentProgram } from './agent-program'
import { agentService } from './agent-service'
import { moveState } from './move-state'
import { endUnit, type Systemctl, startUnit } from './systemctl'
import { systemdUnit } from './systemd-unit'

export type Installed = { ok: true; told: string[] } | { ok: false; problem: string }

/**
 * Puts the program and its configuration where a service may read them, and has systemd run it now and at every boot. Done
 * again it puts this program in the place of an older one. `told` says what was done.
 */
export function installAgent(program: AgentProgram, stateFrom: string, places: AgentPlaces, run: Systemctl): Installed {
  const hidden = hiddenFrom(program)
  if (hidden) return { ok: false, problem: hidden }
  const state = moveState(stateFrom, places.stateFolder)
  if (!state.ok) return state
  if (program.file !== places.program) placeProgram(program.file, places.program)
  const installed = { ...program, file: places.program }
  mkdirSync(dirname(places.unitFile), { recursive: true })
  writeFileSync(places.unitFile, systemdUnit(agentService(installed, places.stateFolder)))
  const started = startUnit('davylamp-agent', run)
  if (!started.ok) return started
  const taken =
    state.moved === 'nothing'
      ? `kept the configuration in ${places.stateFolder}`
      : `moved the ${state.moved === 'everything' ? 'state' : 'configuration'} from ${stateFrom} to ${places.stateFolder}`
  return { ok: true, told: [`put the program at ${places.program}`, taken, `wrote ${places.unitFile}`] }
}

/** Ends the service and removes it and its program; `withState` also removes the configuration, names and unsent readings. */
export function uninstallAgent(places: AgentPlaces[], withState: boolean, run: Systemctl): Installed {
  const [{ unitFile, stateFolder } = { unitFile: '', stateFolder: '' }] = places
  if (!existsSync(unitFile)) return { ok: false, problem: `There is no service to remove: ${unitFile} does not exist.` }
  const ended = endUnit('davylamp-agent', run)
  if (!ended.ok) return ended
  rmSync(unitFile)
  const forgotten = run('daemon-reload')
  if (!forgotten.ok) return forgotten
  for (const { program } of places) rmSync(program, { force: true })
  if (!withState) return { ok: true, told: [`removed ${unitFile}`, `kept ${stateFolder}: --with-state removes it too`] }
  removeState(stateFolder)
  return { ok: true, told: [`removed ${unitFile}`, `removed ${stateFolder}`] }
}

/** systemd makes the folder a link into one that only root may enter. */
function removeState(stateFolder: string): void {
  rmSync(stateFolder.replace(/davylamp-agent$/, 'private/davylamp-agent'), { recursive: true, force: true })
  rmSync(stateFolder, { recursive: true, force: true })
}

/** A running program cannot be written over, but another can take its name. */
function placeProgram(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o755 })
  copyFileSync(from, `${to}.new`)
  chmodSync(`${to}.new`, 0o755)
  renameSync(`${to}.new`, to)
}

/** The service sees no home folders: a Node that lies in one would not be found. */
function hiddenFrom({ node }: AgentProgram): string | undefined {
  if (node === undefined || !/^\/(home|root|run\/user)\//.test(node)) return undefined
  return `Node is at ${node}, in a home folder that a service cannot read. Install Node for the whole system, or use the agent's executable for Linux, which needs none.`
}

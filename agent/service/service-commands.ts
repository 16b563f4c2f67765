import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { installedPlaces, ownStateFolder } from './agent-places'
import { agentProgram } from './agent-program'
import { agentService } from './agent-service'
import { definitionFile } from './definition-file'
import { describeStatus } from './describe-status'
import { installAgent, uninstallAgent } from './install-agent'
import { type ServiceSystem, systemHere } from './service-definition'
import { type AskedStatus, askStatus } from './status-door'
import { systemctl } from './systemctl'

/** What a command has to say, and how it ends: 0 done, 1 not done, 3 (as `systemctl status` has it) not running. */
export type Outcome = { code: 0 | 1 | 3; text: string }

export type ServiceOptions = { state?: string; print?: boolean; for?: string; 'with-state'?: boolean; json?: boolean }

export function install(options: ServiceOptions): Outcome {
  const system = options.for ?? systemHere()
  if (!isSystem(system))
    return { code: 1, text: `There is no definition for "${system}": --for takes systemd, launchd or windows.` }
  const program = agentProgram()
  const places = installedPlaces(program.node === undefined)
  const isLinux = system === 'systemd'
  const state = options.state === undefined ? stateOfInviter() : resolve(options.state)
  if (options.print || options.for !== undefined || system !== systemHere() || !isLinux) {
    const installed = isLinux ? { ...program, file: places.program } : program
    const service = agentService(installed, isLinux ? places.stateFolder : state)
    const { name, text, steps } = definitionFile(service, system, state)
    if (options.print) return { code: 0, text }
    writeFileSync(name, text)
    return { code: 0, text: [`Wrote ${name}. Now:`, ...steps.map((step) => `  ${step}`)].join('\n') }
  }
  if (process.getuid?.() !== 0) return { code: 1, text: needsRoot('install') }
  const installed = installAgent(program, state, places, systemctl)
  if (!installed.ok) return { code: 1, text: installed.problem }
  const done = 'The agent runs now and starts with the machine. "davylamp-agent status" says how it fares.'
  return { code: 0, text: [...installed.told.map((line) => `  ${line}`), done].join('\n') }
}

export function uninstall(options: ServiceOptions): Outcome {
  if (systemHere() !== 'systemd') {
    const steps = definitionFile(agentService(agentProgram(), ''), systemHere(), '').steps
    return { code: 1, text: `Nothing was installed here by this program. ${steps.at(-1)}` }
  }
  if (process.getuid?.() !== 0) return { code: 1, text: needsRoot('uninstall') }
  const places = [installedPlaces(true), installedPlaces(false)]
  const removed = uninstallAgent(places, options['with-state'] === true, systemctl)
  return removed.ok ? { code: 0, text: removed.told.join('\n') } : { code: 1, text: removed.problem }
}

export async function status(options: ServiceOptions): Promise<Outcome> {
  const folder = stateFolder(options)
  const asked = await askStarting(folder)
  if (asked.ok) {
    const { lines: _, ...told } = asked.status
    return { code: 0, text: options.json ? JSON.stringify(told) : describeStatus(asked.status, Date.now()) }
  }
  if (asked.cause !== 'not-running') return { code: 1, text: asked.problem }
  return {
    code: 3,
    text: `${asked.problem} ${existsSync(installedPlaces(true).unitFile) ? SERVICE_REMEDY : HAND_REMEDY}`,
  }
}

/** A service that was started just now answers a moment later. */
async function askStarting(folder: string): Promise<AskedStatus> {
  const untilMs = performance.now() + (existsSync(installedPlaces(true).unitFile) ? SERVICE_STARTS_WITHIN_MS : 0)
  for (;;) {
    const asked = await askStatus(folder)
    if (asked.ok || asked.cause !== 'not-running' || performance.now() >= untilMs) return asked
    await setTimeout(LOOK_AGAIN_MS)
  }
}

const SERVICE_STARTS_WITHIN_MS = 2_000
const LOOK_AGAIN_MS = 100

const SERVICE_REMEDY =
  'Its service is installed: "davylamp-agent logs" says why it ended, "sudo systemctl restart davylamp-agent" starts it.'
const HAND_REMEDY =
  'Start it with "davylamp-agent", or have it started with the machine: "sudo davylamp-agent install".'

export async function logs(options: ServiceOptions): Promise<Outcome> {
  if (options.state === undefined && existsSync(installedPlaces(true).unitFile)) {
    const { error } = spawnSync('journalctl', ['--unit', 'davylamp-agent', '--lines', '100', '--no-pager'], {
      stdio: 'inherit',
    })
    return error ? { code: 1, text: `journalctl cannot be run: ${error.message}` } : { code: 0, text: '' }
  }
  const asked = await askStatus(stateFolder(options))
  if (asked.ok) return { code: 0, text: asked.status.lines.join('\n') }
  const where = 'An agent started by hand writes its log to its own terminal, and keeps its last lines while it runs.'
  return { code: asked.cause === 'not-running' ? 3 : 1, text: `${asked.problem} ${where}` }
}

/** The service's folder where there is a service, else that of an agent started by hand. */
function stateFolder({ state }: ServiceOptions): string {
  if (state !== undefined) return resolve(state)
  const installed = installedPlaces(true)
  return existsSync(installed.unitFile) ? installed.stateFolder : ownStateFolder()
}

/** Who joined did so as themselves, and installs with sudo, which has another home. */
function stateOfInviter(): string {
  const own = ownStateFolder()
  const inviter = process.env.SUDO_USER
  if (existsSync(own) || inviter === undefined) return own
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`${inviter}:`))
  const home = line?.split(':')[5]
  return home === undefined ? own : ownStateFolder(home)
}

function isSystem(text: string): text is ServiceSystem {
  return text === 'systemd' || text === 'launchd' || text === 'windows'
}

function needsRoot(command: string): string {
  return `Only root may change services: sudo davylamp-agent ${command}. "davylamp-agent install --print" shows what it would write.`
}

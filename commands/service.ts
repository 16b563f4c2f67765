import { chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { definitionFile } from '#agent/service/definition-file'
import { type ServiceSystem, systemHere } from '#agent/service/service-definition'
import { endUnit, startUnit, systemctl } from '#agent/service/systemctl'
import { loadConfig, loadEnvironment } from '#lib/config'
import { packageRoot } from '#lib/db/package-root'
import { CommandProblem } from './command-problem.ts'
import { ownerOf, serverService } from './server-service.ts'
import { print } from './with-database.ts'

const UNIT_FILE = '/etc/systemd/system/davylamp.service'
/** Below it only root may listen, and the service has no right of root's. */
const FIRST_FREE_PORT = 1024

/** Has the server started with the machine; or prints, or writes as a file, the definition that does it. */
export function install(options: { print?: boolean; for?: ServiceSystem }): void {
  const system = options.for ?? systemHere()
  const root = packageRoot()
  const owner = process.platform === 'win32' ? undefined : ownerOf(root)
  const environment = loadEnvironment(root)
  // With sudo the home is root's, and the data lie in the owner's.
  const config = loadConfig(
    owner === undefined ? environment : { XDG_DATA_HOME: join(owner.home, '.local', 'share'), ...environment },
  )
  if (config.port > 0 && config.port < FIRST_FREE_PORT)
    throw new CommandProblem(
      `A service of its own user cannot listen on port ${config.port}: set PORT to 1024 or above in ${root}/.env.`,
    )
  const service = serverService(root, config, owner?.name ?? 'LocalService')
  const { name, text, steps } = definitionFile(service, system, config.dataDir)
  if (options.print) {
    print(text.trimEnd())
    return
  }
  if (options.for !== undefined || system !== 'systemd') {
    writeFileSync(name, text)
    print([`Wrote ${name}. Now:`, ...steps.map((step) => `  ${step}`)].join('\n'))
    return
  }
  needRoot('install')
  if (!existsSync(join(root, 'dist', 'davylamp.js')) || !existsSync(join(root, '.next', 'BUILD_ID')))
    throw new CommandProblem('The server has not been built yet: run "npm run build" first, as the user who owns it.')
  if (mkdirSync(config.dataDir, { recursive: true, mode: 0o700 }) !== undefined && owner)
    chownSync(config.dataDir, owner.uid, owner.gid)
  writeFileSync(UNIT_FILE, text)
  const started = startUnit(service.name, systemctl)
  if (!started.ok) throw new CommandProblem(started.problem)
  print(
    [
      `Wrote ${UNIT_FILE}. The server runs now as ${owner?.name} and starts with the machine.`,
      `Data: ${config.dataDir}. Its log, at the first start with the link for its owner: journalctl --unit davylamp`,
      'After an update: npm run build, then sudo systemctl restart davylamp',
    ].join('\n'),
  )
}

/** Ends the service and has it started no more. Data stay. */
export function uninstall(): void {
  if (!existsSync(UNIT_FILE)) throw new CommandProblem(`There is no service to remove: ${UNIT_FILE} does not exist.`)
  needRoot('uninstall')
  const ended = endUnit('davylamp', systemctl)
  if (!ended.ok) throw new CommandProblem(ended.problem)
  rmSync(UNIT_FILE)
  const forgotten = systemctl('daemon-reload')
  if (!forgotten.ok) throw new CommandProblem(forgotten.problem)
  print(`Removed ${UNIT_FILE}. The data stay where they are.`)
}

function needRoot(command: string): void {
  if (process.getuid?.() === 0) return
  throw new CommandProblem(
    `Only root may change services: sudo ${process.execPath} ${join(packageRoot(), 'bin', 'davylamp.js')} ${command}. "install --print" shows what it would write.`,
  )
}

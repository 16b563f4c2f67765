import { join } from 'node:path'
import { getAsset, isSea } from 'node:sea'
import { parseArgs } from 'node:util'
import { readConfig, readSecretFile } from './config'
import { describeReading } from './describe-reading'
import { discoverAsWritten } from './discovery/discover-command'
import { diskProblem } from './disk-problem'
import { lockFolder } from './folder-lock'
import { writeConfig } from './join'
import { lineLog } from './log'
import { probeTarget } from './probe'
import { runAgent } from './run-agent'
import { ownStateFolder } from './service/agent-places'
import { RecentLines } from './service/recent-lines'
import { install, logs, type Outcome, status, uninstall } from './service/service-commands'
import { openStatusDoor } from './service/status-door'
import { AGENT_VERSION } from './version'

const USAGE = `davylamp-agent ${AGENT_VERSION}: reads this machine's miners and those it is told of, and reports to a Davylamp server.

  davylamp-agent [--config FILE] [--state FOLDER]       report as the configuration says
  davylamp-agent join URL [--target ADDRESS …] [--name NAME]
                                                        write a configuration for the server at URL, then report;
                                                        the token comes from DAVYLAMP_TOKEN or --token-file FILE
  davylamp-agent status [--json]                        what the running agent sees, and why something is missing
  davylamp-agent logs                                   the last lines of its log
  davylamp-agent probe ADDRESS [--miner KIND] [--json]  read one miner once
  davylamp-agent discover [NETWORK …] [--json | --csv | --config] [--ports LIST] [--stock-logins]
                          [--rate N] [--large] [--public]
                                                        look for miners in 192.168.1.0/24, or in this machine's networks
  davylamp-agent install                                have it started with this machine (Linux with systemd, as root)
                 [--print] [--for systemd|launchd|windows]   print the service's definition, or write it as a file
  davylamp-agent uninstall [--with-state]               end and remove the service
  davylamp-agent --version | --help | --licences

Without --target it looks for miners and sensors of this machine. Files are kept in ~/.davylamp-agent, or --state FOLDER.
`

const STAYING =
  'It reports until this terminal closes. To have it start with this machine: Ctrl-C, then "install" as root.\n'

/** Its arguments are its own: `--config` there is a way to print. */
const discovers = process.argv[2] === 'discover'
const { values, positionals } = readArguments()
const command = discovers ? 'discover' : positionals[0]

function readArguments() {
  try {
    return parseArgs({
      args: discovers ? [] : process.argv.slice(2),
      allowPositionals: true,
      options: {
        config: { type: 'string' },
        state: { type: 'string' },
        target: { type: 'string', multiple: true, default: [] },
        name: { type: 'string' },
        'token-file': { type: 'string' },
        miner: { type: 'string' },
        json: { type: 'boolean' },
        print: { type: 'boolean' },
        for: { type: 'string' },
        'with-state': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
        licences: { type: 'boolean' },
      },
    })
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\n\n${USAGE}`)
  }
}

function fail(problem: string): never {
  process.stderr.write(`davylamp-agent: ${problem}\n`)
  process.exit(1)
}

if (values.help || command === 'help') process.stdout.write(USAGE)
else if (values.version) process.stdout.write(`${AGENT_VERSION}\n`)
else if (values.licences) process.stdout.write(isSea() ? getAsset('node-license', 'utf8') : 'MIT, as Davylamp.\n')
else if (command === 'install') end(install(values))
else if (command === 'uninstall') end(uninstall(values))
else if (command === 'status') status(values).then(end)
else if (command === 'logs') logs(values).then(end)
else if (command === 'probe') probe(positionals[1]).then(end)
else if (command === 'discover') findMachines().then(end)
else if (command === 'join') {
  joinServer(positionals[1])
  report()
} else if (command !== undefined) fail(`unknown command "${command}".\n\n${USAGE}`)
else report()

function end({ code, text }: Outcome): void {
  const stream = code === 1 ? process.stderr : process.stdout
  process.exitCode = code
  if (text !== '') stream.write(code === 1 ? `davylamp-agent: ${text}\n` : `${text.trimEnd()}\n`)
}

async function probe(target: string | undefined): Promise<Outcome> {
  if (target === undefined) return { code: 1, text: 'probe needs an address, such as 192.168.1.20 or 127.0.0.1:4067.' }
  const kind = values.miner === undefined ? {} : { kind: values.miner }
  const result = await probeTarget({ target, timeoutMs: 5_000, ...kind })
  if (!result.ok) return { code: 1, text: result.problem }
  return { code: 0, text: values.json ? JSON.stringify(result.reading) : describeReading(result.reading) }
}

async function findMachines(): Promise<Outcome> {
  const outcome = await discoverAsWritten(process.argv.slice(3), process.stderr)
  if (outcome.ok) return { code: 0, text: outcome.text }
  return { code: 1, text: outcome.problem }
}

function joinServer(server: string | undefined): void {
  const token = process.env.DAVYLAMP_TOKEN?.trim() || tokenFromFile(values['token-file'])
  if (!server) fail('join needs the address of the server: davylamp-agent join http://server:3000')
  if (!token)
    fail('join needs a token: set DAVYLAMP_TOKEN or name a file with --token-file. "Add rig" in the app makes one.')
  const folder = values.state ?? ownStateFolder()
  const request = { server, token, name: values.name, targets: values.target }
  const joined = onDisk(folder, () => writeConfig(folder, request))
  if (!joined.ok) fail(joined.problem)
  process.stderr.write(
    joined.written ? `Wrote ${joined.file}.\n` : `${joined.file} reports to ${server} now, with the new token.\n`,
  )
  if (process.platform === 'linux') process.stderr.write(STAYING)
}

function tokenFromFile(file: string | undefined): string | undefined {
  if (!file) return undefined
  const token = readSecretFile(file)
  return token.ok ? token.secret : fail(token.problem)
}

/** Does something with the agent's folder; what the file system refuses ends the program with a sentence. */
function onDisk<Value>(folder: string, deed: () => Value): Value {
  try {
    return deed()
  } catch (error) {
    const problem = diskProblem(folder, error)
    if (problem === undefined) throw error
    return fail(problem)
  }
}

/** Runs until it is told to stop. */
function report(): void {
  const folder = values.state ?? ownStateFolder()
  const result = readConfig(values.config ?? join(folder, 'agent.json'))
  if (!result.ok) fail(result.problem)
  const lock = onDisk(folder, () => lockFolder(folder))
  if (!lock.ok) fail(lock.problem)
  const recent = new RecentLines()
  const log = lineLog((line) => {
    recent.add(line)
    process.stderr.write(line)
  })
  const agent = onDisk(folder, () => runAgent(result.config, folder, log))
  const door = openStatusDoor(folder, () => ({ ...agent.status(), lines: recent.all() }), log)
  log('info', `agent ${agent.agentId} ${AGENT_VERSION} reports to ${result.config.server}`)
  const release = lock.release

  function stop(): never {
    door.close()
    agent.stop()
    release()
    process.exit(0)
  }

  // A server's built-in agent ends with its server, however that ended.
  if (process.env.DAVYLAMP_AGENT_LEASH === 'stdin') process.stdin.on('end', stop).on('error', stop).resume()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, stop)
  }
}

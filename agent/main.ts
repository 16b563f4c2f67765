import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig, readSecretFile } from './config'
import { lockFolder } from './folder-lock'
import { writeConfig } from './join'
import { lineLog } from './log'
import { runAgent } from './run-agent'
import { AGENT_VERSION } from './version'

const USAGE = `davylamp-agent ${AGENT_VERSION}: reads this machine's miners and those it is told of, and reports to a Davylamp server.

  davylamp-agent [--config FILE] [--state FOLDER]       report as the configuration says
  davylamp-agent join URL [--target ADDRESS …] [--name NAME]
                                                        write a configuration for the server at URL, then report;
                                                        the token comes from DAVYLAMP_TOKEN or --token-file FILE

Without --target it looks for miners and sensors of this machine. Files are kept in ~/.davylamp-agent, or --state FOLDER.
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    config: { type: 'string' },
    state: { type: 'string', default: process.env.DAVYLAMP_AGENT_STATE ?? join(homedir(), '.davylamp-agent') },
    target: { type: 'string', multiple: true, default: [] },
    name: { type: 'string' },
    'token-file': { type: 'string' },
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean' },
  },
})

function fail(problem: string): never {
  process.stderr.write(`davylamp-agent: ${problem}\n`)
  process.exit(1)
}

function tokenFromFile(file: string | undefined): string | undefined {
  if (!file) return undefined
  const token = readSecretFile(file)
  return token.ok ? token.secret : fail(token.problem)
}

if (values.help) {
  process.stdout.write(USAGE)
  process.exit(0)
}
if (values.version) {
  process.stdout.write(`${AGENT_VERSION}\n`)
  process.exit(0)
}

if (positionals[0] === 'join') {
  const server = positionals[1]
  const token = process.env.DAVYLAMP_TOKEN?.trim() || tokenFromFile(values['token-file'])
  if (!server) fail('join needs the address of the server: davylamp-agent join http://server:3000')
  if (!token)
    fail('join needs a token: set DAVYLAMP_TOKEN or name a file with --token-file. "Add rig" in the app makes one.')
  const joined = writeConfig(values.state, { server, token, name: values.name, targets: values.target })
  if (!joined.ok) fail(joined.problem)
  process.stderr.write(
    joined.written ? `Wrote ${joined.file}.\n` : `${joined.file} reports to ${server} now, with the new token.\n`,
  )
} else if (positionals.length > 0) {
  fail(`unknown command "${positionals[0]}".\n\n${USAGE}`)
}

const result = readConfig(values.config ?? join(values.state, 'agent.json'))
if (!result.ok) fail(result.problem)

const lock = lockFolder(values.state)
if (!lock.ok) fail(lock.problem)

const log = lineLog((line) => process.stderr.write(line))
const agent = runAgent(result.config, values.state, log)
log('info', `agent ${agent.agentId} ${AGENT_VERSION} reports to ${result.config.server}`)

function stop(): never {
  agent.stop()
  if (lock.ok) lock.release()
  process.exit(0)
}

// A server's built-in agent ends with its server, however that ended.
if (process.env.DAVYLAMP_AGENT_LEASH === 'stdin') process.stdin.on('end', stop).on('error', stop).resume()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, stop)
}

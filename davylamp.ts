import { Command, InvalidArgumentError, Option } from 'commander'
import { CommandProblem } from './commands/command-problem.ts'

// The command line. Each command is imported when it is called: `calc` does not wait for a web server to load.
const program = new Command('davylamp')
  .description('Every rig live, in hash rate, heat and money.')
  .showHelpAfterError('(--help tells more)')

program
  .command('start')
  .description('run the server (settings: .env.example)')
  .option('--dev', 'compile pages as they are asked for')
  .action(async (options) => (await import('./commands/start.ts')).run(options))

program
  .command('install')
  .description('have the server started with this machine (Linux with systemd, as root)')
  .option('--print', "print the service's definition and change nothing")
  .addOption(new Option('--for <system>', 'write its definition as a file').choices(['systemd', 'launchd', 'windows']))
  .action(async (options) => (await import('./commands/service.ts')).install(options))
program
  .command('uninstall')
  .description('end and remove the service; data stay')
  .action(async () => (await import('./commands/service.ts')).uninstall())

program
  .command('demo')
  .description('run the server on a simulated mine, in a data folder of its own')
  .option('--rigs <count>', 'how many rigs the mine has', wholeNumber)
  .action(async (options) => (await import('./commands/demo.ts')).run(options))

program
  .command('agent')
  .description("read this machine's miners and report them to a server")
  .helpOption(false)
  .allowUnknownOption()
  .argument('[args...]')
  .action(async (args) => (await import('./commands/agent.ts')).run(args))

program
  .command('probe')
  .description('read one miner, or a meter at a plug, once and print what it says')
  .argument('<target>', 'tcp://host:port, http://host:port or host[:port]')
  .option('--miner <kind>', 'what it is (also shelly, tasmota); without it, what answers is found out')
  .option('--user <name>')
  .option('--password-file <file>', 'holds the password on its first line; - is standard input')
  .option('--token-file <file>', 'holds the token on its first line; - is standard input')
  .option('--json', 'print one reading as JSON and nothing else')
  .option('--timeout <seconds>', 'for one request', seconds, 5)
  .action(async (target, options) => (await import('./commands/probe.ts')).run(target, options))

program
  .command('discover')
  .description('look for miners in a network; without one, in those of this machine')
  .argument('[networks...]', 'such as 192.168.1.0/24')
  .option('--json', 'print a list as JSON')
  .option('--csv', 'print rows for the inventory')
  .option('--config', "print rigs for an agent's configuration")
  .option('--ports <list>', 'look at these ports only, and try every kind of miner on each')
  .option('--stock-logins', 'try what machines are shipped with (root/root, …) where one asks for a password')
  .option('--rate <number>', 'addresses a second, 16 unless given')
  .option('--large', 'a network larger than /16 is meant so')
  .option('--public', 'addresses outside of private networks are yours')
  .action(async (networks, options) => (await import('./commands/discover.ts')).run(networks, options))

const token = program.command('token').description('tokens that agents report with')
token
  .command('create')
  .description('print a new token, the secret alone on standard output')
  .requiredOption('--name <name>')
  .option('--site <site>', 'name or id; needed where there are several')
  .action(async (options) => (await import('./commands/token.ts')).create(options))
token.command('list').action(async () => (await import('./commands/token.ts')).list())
token
  .command('revoke')
  .argument('<id>', 'as in the list', wholeNumber)
  .action(async (id) => (await import('./commands/token.ts')).revoke(id))

const key = program.command('key').description('keys that read /api/v1 and /metrics')
key
  .command('create')
  .description('print a new key, the secret alone on standard output')
  .requiredOption('--name <name>')
  .action(async (options) => (await import('./commands/key.ts')).create(options))
key.command('list').action(async () => (await import('./commands/key.ts')).list())
key
  .command('revoke')
  .argument('<id>', 'as in the list', wholeNumber)
  .action(async (id) => (await import('./commands/key.ts')).revoke(id))

const user = program.command('user').description('people who may sign in')
user.command('list').action(async () => (await import('./commands/user.ts')).list())
user
  .command('reset-password')
  .description('print a link that sets a new password, or set it from a file')
  .argument('<email>')
  .option('--password-file <file>', 'holds the new password on its first line; - is standard input')
  .action(async (email, options) => (await import('./commands/user.ts')).resetPassword(email, options))

program
  .command('backup')
  .description('copy the database while it is in use; print the name of the copy')
  .option('--to <file>')
  .action(async (options) => (await import('./commands/backup.ts')).run(options))

program
  .command('restore')
  .description('put a backup in the place of the database; the server must be stopped')
  .argument('<file>')
  .action(async (file) => (await import('./commands/restore.ts')).run(file))

program
  .command('export')
  .description('print readings of all rigs, one a line; the server may be running')
  .option('--from <moment>', 'such as 2026-11-22; a day before --to unless given')
  .option('--to <moment>', 'not included; now unless given')
  .option('--format <format>', 'jsonl, or csv for spreadsheets; both hold whole readings', 'jsonl')
  .action(async (options) => (await import('./commands/export.ts')).run(options))

program
  .command('import')
  .description('take readings from an export, or from a CSV of another system; what is there already stays')
  .argument('<file>', '- is standard input')
  .option('--format <format>', "jsonl or csv; by the file's name unless given")
  .option('--time-column <name>', 'ISO 8601, or seconds or milliseconds since 1970')
  .option('--rig-column <name>', "a rig's key (MAC address) or its name here")
  .option('--hash-rate-column <name>')
  .option('--hash-rate-unit <unit>', 'such as MH or TH', 'H')
  .option('--algorithm-column <name>')
  .option('--algorithm <name>', 'where no column says so')
  .option('--power-column <name>', 'in watts')
  .option('--temperature-column <name>', 'in °C')
  .option('--accepted-column <name>')
  .option('--rejected-column <name>')
  .option('--stale-column <name>')
  .option('--state-column <name>', 'hashing, warming, paused or error; hashing where there is none')
  .action(async (file, options) => (await import('./commands/import.ts')).run(file, options))

program
  .command('migrate-store')
  .description('move everything from a SQLite file to an empty PostgreSQL database; the server must be stopped')
  .argument('<from>', 'file:/path/to/davylamp.db')
  .argument('<to>', 'postgresql://user:password@host/database')
  .action(async (from, to) => (await import('./commands/migrate-store.ts')).run(from, to))

const calc = program
  .command('calc')
  .description('what a day of mining earns and costs')
  .option('--coin <symbol>', 'such as BTC; beside --marketplace the one it pays in')
  .option('--marketplace <name>', 'that buys the hash power, such as nicehash')
  .option('--algorithm <name>', 'that is sold, such as kawpow')
  .option('--hashrate <rate>', 'such as 100TH, 95.5MH or 840kSol')
  .option('--difficulty <number>', "the network's, as the coin's own software tells it")
  .option('--network-hashrate <rate>', 'instead of --difficulty, by the time meant for a block')
  .option('--height <block>', 'gives the block subsidy')
  .option('--reward <coins>', 'per block to its miner, fees included; instead of --height')
  .option('--merged-difficulty <number>', 'of DOGE, which LTC finds along the way')
  .option('--merged-price <money>', 'of one DOGE')
  .option('--coin-per-hash-day <coins>', 'what the marketplace pays for 1 H/s held for a day')
  .option('--price <money>', 'of one coin')
  .option('--power <watts>', 'at the wall')
  .option('--tariff <money>', 'of one kWh')
  .option('--pool-fee <percent>', 'none unless given')
  .option('--json', 'print one object and nothing else')
  .action(async (options) => (await import('./commands/calc.ts')).run(options))
calc
  .command('contract')
  .description('what a day of rented hash power earns and costs, as JSON')
  .option('--coin <symbol>', 'such as BTC')
  .option('--hashrate <rate>', 'such as 1PH')
  .option('--difficulty <number>', "the network's")
  .option('--height <block>', 'gives the block subsidy')
  .option('--reward <coins>', 'per block to its miner; instead of --height')
  .option('--price <money>', 'of one coin')
  .option('--currency <code>', 'of the price, USD unless given')
  .option('--fee-per-th-day <amount>', 'maintenance of one TH/s for a day; 0 for none')
  .option('--fee-currency <code>', 'a currency or the coin; that of the price unless given')
  .option('--fee-rate <money>', 'of one unit of another fee currency')
  .option('--paid <money>', 'for the contract')
  .option('--days <days>', 'of its term; open-ended unless given')
  .option('--days-below-fee <days>', 'in a row so far, 0 unless given')
  .option('--below-days <days>', 'below the fee until it is suspended, 0 unless given')
  .option('--grace-days <days>', 'from then until it ends, 60 unless given')
  .option('--difficulty-growth <percent>', 'each 14 days, 0 unless given')
  .option('--price-growth <percent>', 'each 30 days, 0 unless given')
  .option('--json', 'is always so')
  // What both commands understand is taken by the first.
  .action(async (_, command) => (await import('./commands/calc-contract.ts')).run(command.optsWithGlobals()))
calc
  .command('payback')
  .description('when hardware pays back, as JSON')
  .option('--price-paid <money>')
  .option('--resale <money>', 'what it brings in the end; nothing unless given')
  .option('--revenue-per-day <money>')
  .option('--cost-per-day <money>')
  .option('--difficulty-growth <percent>', 'each 14 days; none unless given')
  .option('--price-drift <percent>', 'over a year; none unless given')
  .action(async (options) => (await import('./commands/calc-payback.ts')).run(options))

// The others outlive whoever reads what they print, or know themselves what to do when nobody does.
const PRINTS_FOR_LONG = new Set(['start', 'demo', 'agent', 'export'])
program.hook('preAction', (_program, command) => {
  if (PRINTS_FOR_LONG.has(command.name())) return
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `| head` has read enough.
    if (error.code !== 'EPIPE') throw error
  })
})

program.parseAsync().catch((problem: unknown) => {
  const forPeople =
    problem instanceof CommandProblem || (problem instanceof Error && problem.name === 'ConfigComplaint')
  const text = forPeople
    ? problem.message
    : problem instanceof Error
      ? (problem.stack ?? problem.message)
      : String(problem)
  // A start that failed half-way leaves threads and sockets behind, which would keep the process for ever.
  const exitCode = problem instanceof CommandProblem ? problem.exitCode : 1
  process.stderr.write(`davylamp: ${text}\n`, () => process.exit(exitCode))
})

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('A whole number is expected.')
  return Number(text)
}

function seconds(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value <= 600)) throw new InvalidArgumentError('A number of seconds up to 600 is expected.')
  return value
}

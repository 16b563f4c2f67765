// Builds what is missing or older than its source, and says what it does:
//   node scripts/build.mjs                   everything
//   node scripts/build.mjs --if-stale        only what changed since the last build
//   node scripts/build.mjs --command-line    without the pages, which the command line does not need
//   node scripts/build.mjs --quiet           without a word unless it fails: its caller's output belongs to the caller
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { generateClient } from './generate-client.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)
const flags = new Set(process.argv.slice(2))

const programSources = [
  'agent',
  'app/api',
  'app/security-headers.ts',
  'commands',
  'lib',
  'simulators',
  'davylamp.ts',
  'server.ts',
  'package.json',
  'tsconfig.json',
]
const steps = [
  {
    name: 'database client',
    marker: 'lib/db/generated/.built-from',
    output: 'lib/db/generated/postgresql/client.ts',
    sources: ['prisma/schema.prisma', 'scripts/generate-client.mjs', 'package-lock.json'],
    run: async () => generateClient(),
  },
  {
    name: 'server, command line and agent',
    marker: 'dist/.built-from',
    output: 'dist/davylamp.js',
    sources: [...programSources, 'prisma/schema.prisma', 'scripts/build.mjs'],
    run: bundlePrograms,
  },
  {
    name: 'pages (about a minute)',
    marker: '.next/.built-from',
    output: '.next/BUILD_ID',
    sources: [
      'app',
      'data',
      'lib',
      'proxy.ts',
      'next.config.js',
      'prisma/schema.prisma',
      'package-lock.json',
      'tsconfig.json',
    ],
    skip: flags.has('--command-line'),
    run: () => runNode(['node_modules/next/dist/bin/next', 'build']),
  },
]

for (const step of steps) {
  if (step.skip) continue
  const fingerprint = fingerprintOf(step.sources)
  if (flags.has('--if-stale') && existsSync(step.output) && readIfThere(step.marker) === fingerprint) continue
  const started = Date.now()
  if (!flags.has('--quiet')) process.stderr.write(`davylamp: building ${step.name} …\n`)
  try {
    await step.run()
  } catch (problem) {
    process.stderr.write(`davylamp: building ${step.name} failed.\n${problem.message}\n`)
    process.exit(1)
  }
  writeFileSync(step.marker, fingerprint)
  if (!flags.has('--quiet'))
    process.stderr.write(`davylamp: built ${step.name} in ${((Date.now() - started) / 1000).toFixed(1)} s\n`)
}

async function bundlePrograms() {
  mkdirSync('dist', { recursive: true })
  removeOldParts()
  const shared = { bundle: true, platform: 'node', target: 'node20', sourcemap: true, logLevel: 'warning' }
  await build({
    ...shared,
    entryPoints: { davylamp: 'davylamp.ts', 'reading.worker': 'lib/db/reading.worker.ts' },
    format: 'esm',
    packages: 'external',
    splitting: true,
    chunkNames: 'part-[hash]',
    outdir: 'dist',
  })
  // The agent is one file without anything beside it, so that a rig needs Node and nothing else.
  const agentFile = 'dist/davylamp-agent.cjs'
  await build({
    ...shared,
    entryPoints: ['agent/main.ts'],
    format: 'cjs',
    sourcemap: false,
    outfile: agentFile,
    // Native helpers of its websocket library, which a single file cannot load and must not look for.
    define: { 'process.env.WS_NO_BUFFER_UTIL': '"1"', 'process.env.WS_NO_UTF_8_VALIDATE': '"1"' },
  })
  const checksum = createHash('sha256').update(readFileSync(agentFile)).digest('hex')
  writeFileSync(`${agentFile}.sha256`, `${checksum}  davylamp-agent.cjs\n`)
}

/** A server that runs from here may still load a part of its own build; what is older than a day is nobody's. */
function removeOldParts() {
  for (const name of readdirSync('dist')) {
    const file = join('dist', name)
    if (name.startsWith('part-') && Date.now() - statSync(file).mtimeMs > 86_400_000) rmSync(file)
  }
}

function runNode(args) {
  return new Promise((resolve, reject) => {
    const quiet = flags.has('--quiet')
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', quiet ? 'ignore' : 2, 2],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    })
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`node ${args.join(' ')} ended with ${code}`)),
    )
    child.on('error', reject)
  })
}

/** SHA-256 over the names and contents of all source files: times of files say nothing after a git clone. */
function fingerprintOf(sources) {
  const hash = createHash('sha256')
  for (const source of sources)
    for (const file of filesIn(source)) hash.update(file).update('\0').update(readFileSync(file))
  return hash.digest('hex')
}

function filesIn(path) {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .filter((name) => name !== 'generated')
    .sort()
    .flatMap((name) => filesIn(join(path, name)))
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

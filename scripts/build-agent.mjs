// Makes what a server hands out to rigs, in dist/agent/:
//   linux-x64, linux-arm64    the agent with Node in one file, and packed as .gz
//   davylamp-agent.tgz        the same program as an npm package, for every other system
//   *.sha256                  the checksum of each
//   agent.json                which program they were made from
//   npm run build:agent [-- --if-stale]
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { inject } from 'postject'
import { nodeBinary } from './node-binary.mjs'
import { oldestGlibc } from './oldest-glibc.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)
const systems = ['linux-x64', 'linux-arm64']

/** A newer one than docs/agent.md promises would shut out machines that the page says are served. */
const PROMISED_GLIBC = '2.28'
/** By which Node finds what was put into it (nodejs.org/api/single-executable-applications.html). */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'

execFileSync(process.execPath, ['scripts/build.mjs', '--if-stale', '--command-line'], { stdio: 'inherit' })
const program = 'dist/davylamp-agent.cjs'
const { version, license } = JSON.parse(readFileSync('package.json', 'utf8'))
const output = 'dist/agent'
if (process.argv.includes('--if-stale') && madeFrom() === sha256(program)) process.exit()
const work = mkdtempSync(join(tmpdir(), 'davylamp-build-agent-'))
// Until the last line is written there is no agent.json, and the server hands out nothing of this.
rmSync(output, { recursive: true, force: true })
mkdirSync(output, { recursive: true })

try {
  const glibc = {}
  for (const system of systems) {
    const file = join(output, system)
    await makeExecutable(system, file)
    glibc[system] = oldestGlibc(file)
    if (compareVersions(glibc[system], PROMISED_GLIBC) > 0)
      throw new Error(`${system} needs glibc ${glibc[system]}, and docs/agent.md promises ${PROMISED_GLIBC}`)
    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)))
    say(`${file}: needs glibc ${glibc[system]} or newer`)
  }
  makePackage()
  const files = [...systems, ...systems.map((system) => `${system}.gz`), 'davylamp-agent.tgz']
  for (const name of files) writeFileSync(join(output, `${name}.sha256`), `${sha256(join(output, name))}  ${name}\n`)
  writeFileSync(
    join(output, 'agent.json'),
    `${JSON.stringify({ version, programSha256: sha256(program), files, glibc }, null, 2)}\n`,
  )
} catch (problem) {
  process.stderr.write(`davylamp: building the agent failed.\n${problem.message}\n`)
  process.exitCode = 1
} finally {
  rmSync(work, { recursive: true, force: true })
}

/** Without code cache and snapshot the blob is the same for every processor; it is made by the very Node it goes into. */
async function makeExecutable(system, file) {
  const host = nodeBinary(`${process.platform}-${process.arch}`)
  const target = nodeBinary(system)
  const blob = join(work, 'agent.blob')
  const config = join(work, 'sea.json')
  const assets = { 'node-license': target.license }
  const settings = { main: program, output: blob, disableExperimentalSEAWarning: true, assets }
  writeFileSync(config, JSON.stringify(settings))
  execFileSync(host.file, ['--experimental-sea-config', config], { stdio: ['ignore', 'ignore', 'inherit'] })
  copyFileSync(target.file, file)
  chmodSync(file, 0o755)
  await inject(file, 'NODE_SEA_BLOB', readFileSync(blob), { sentinelFuse: FUSE })
}

function makePackage() {
  const folder = join(work, 'package')
  mkdirSync(folder)
  writeFileSync(join(folder, 'davylamp-agent.cjs'), `#!/usr/bin/env node\n${readFileSync(program, 'utf8')}`)
  chmodSync(join(folder, 'davylamp-agent.cjs'), 0o755)
  cpSync('LICENSE', join(folder, 'LICENSE'))
  cpSync('docs/agent.md', join(folder, 'README.md'))
  const manifest = {
    name: 'davylamp-agent',
    version,
    description: 'Reads miners and reports them to a Davylamp server.',
    license,
    bin: { 'davylamp-agent': './davylamp-agent.cjs' },
    engines: { node: '>=20.19' },
  }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  execFileSync(npm, ['pack', folder, '--pack-destination', work, '--silent'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  copyFileSync(join(work, `davylamp-agent-${version}.tgz`), join(output, 'davylamp-agent.tgz'))
}

function madeFrom() {
  const manifest = join(output, 'agent.json')
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).programSha256 : undefined
}

function sha256(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

function compareVersions(one, other) {
  return one.localeCompare(other, 'en', { numeric: true })
}

function say(sentence) {
  process.stderr.write(`davylamp: ${sentence}\n`)
}

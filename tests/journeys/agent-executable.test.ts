import { execFile, execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mine } from '#simulators/mine'
import { type Simulator, startSimulator } from '#simulators/start-simulator'
import { executableCommand } from '../../app/add-rig/agent-command'
import { secretOf } from './installation'
import { paste } from './pasted-command'
import { type Program, removeFolders, startServer, temporaryFolder } from './program'
import { listRigs, storedReadings } from './rest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const here = `${process.platform}-${process.arch}`
const built = join(root, 'dist', 'agent')
/** Of Debian's qemu-user-static, libc6-arm64-cross and libstdc++6-arm64-cross. */
const QEMU = '/usr/bin/qemu-aarch64-static'
const ARM64_LIBRARIES = '/usr/aarch64-linux-gnu'
const runsArm64 = existsSync(QEMU) && existsSync(join(ARM64_LIBRARIES, 'lib', 'libstdc++.so.6'))
const mustRun = process.env.CI === 'true'

/** The agent in one file, on a machine that has no Node. */
describe.skipIf(!['linux-x64', 'linux-arm64'].includes(here) && !mustRun)('the executable', () => {
  let server: Awaited<ReturnType<typeof startServer>>
  let dataDir: string
  let miner: Simulator
  let agent: Program | undefined

  beforeAll(async () => {
    execFileSync(process.execPath, ['scripts/build-agent.mjs', '--if-stale'], { cwd: root, stdio: 'ignore' })
    dataDir = temporaryFolder('executable')
    const rig = mine.find(({ name }) => name === 'xmrig-desk')
    if (!rig) throw new Error('there is no xmrig-desk')
    miner = await startSimulator({ rig })
    server = await startServer(dataDir)
  })

  afterAll(async () => {
    await agent?.end()
    await server?.end()
    await miner?.stop()
    removeFolders()
  })

  /** It alone in an empty folder, with nothing in its environment. */
  function alone(file: string): (...args: string[]) => Promise<Ran> {
    const folder = temporaryFolder('alone')
    const program = join(folder, 'agent')
    copyFileSync(join(built, file), program)
    const isForeign = file === 'linux-arm64' && process.arch !== 'arm64'
    if (!isForeign) return (...args) => run(program, args, folder, {})
    return (...args) => run(QEMU, [program, ...args], folder, { QEMU_LD_PREFIX: ARM64_LIBRARIES })
  }

  test.each([here, ...(here === 'linux-arm64' || !(runsArm64 || mustRun) ? [] : ['linux-arm64'])])(
    '%s alone in an empty folder says its version, reads a miner, and has nothing to complain of',
    async (file) => {
      const ask = alone(file)
      expect(await ask('--version')).toMatchObject({
        status: 0,
        stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
        stderr: '',
      })
      const probed = await ask('probe', miner.address, '--json')
      expect(probed).toMatchObject({ status: 0, stderr: '' })
      expect(JSON.parse(probed.stdout)).toMatchObject({ miner: { name: 'xmrig' }, state: 'hashing' })
      expect((await ask('--licences')).stdout).toContain('Node.js contributors')
      expect(await ask('status')).toMatchObject({ status: 3, stdout: expect.stringContaining('No agent is running') })
    },
  )

  test('the pasted command fetches it, checks it, and its rig reports to the server', async () => {
    const key = await secretOf(dataDir, 'key')
    const home = temporaryFolder('pasted')
    const origin = server.url
    const file = here === 'linux-arm64' ? here : 'linux-x64'
    const told = await fetch(`${origin}/agent/${file}.sha256`)
    const checksums = { [file]: (await told.text()).slice(0, 64) }
    const command = executableCommand(file, {
      origin,
      checksums,
      token: await secretOf(dataDir, 'token'),
      target: miner.address,
    })
    agent = paste(`PATH=${toolsWithoutNode()}\n${command}`, home)
    await agent.says(/connected to/)
    const door = { url: origin, key }
    await expect.poll(async () => (await listRigs(door)).length).toBe(1)
    const [rig] = await listRigs(door)
    await expect.poll(async () => (await storedReadings(door, rig?.key ?? '')).length).toBeGreaterThan(0)
    // What is on disk of its own: the program, and the folder it keeps its state in.
    expect(readdirSync(home).sort()).toEqual(['.davylamp-agent', 'davylamp-agent'])

    const asked = await run(join(home, 'davylamp-agent'), ['status'], home, { HOME: home })
    expect(asked.stdout).toMatch(/^Connected to .*\n/m)
    expect(asked.stdout).toMatch(/✓ http:\/\/127\.0\.0\.1:\d+ \(xmrig\) last answered \d+ s ago/)
    const logged = await run(join(home, 'davylamp-agent'), ['logs'], home, { HOME: home })
    expect(logged.stdout).toContain(`connected to ${origin}`)
  })

  test('the npm package installs from the server alone', () => {
    const prefix = temporaryFolder('package')
    const url = `${server.url}/agent/davylamp-agent.tgz`
    // The server is a process of its own and answers meanwhile.
    execFileSync('npm', ['install', '--global', '--prefix', prefix, '--no-audit', '--no-fund', url], {
      stdio: 'ignore',
    })
    expect(execFileSync(join(prefix, 'bin', 'davylamp-agent'), ['--version'], { encoding: 'utf8' })).toMatch(
      /^\d+\.\d+\.\d+\n$/,
    )
  })
})

type Ran = { status: number; stdout: string; stderr: string }

/** Beside the test, whose simulator has to answer meanwhile. */
function run(program: string, args: string[], cwd: string, env: Record<string, string>): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(program, args, { cwd, env: { NODE_ENV: 'production', ...env } }, (_, stdout, stderr) =>
      resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

/** Only what the command itself calls. */
function toolsWithoutNode(): string {
  const folder = join(temporaryFolder('tools'), 'bin')
  mkdirSync(folder)
  for (const tool of ['curl', 'gunzip', 'gzip', 'sha256sum', 'chmod'])
    symlinkSync(execFileSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim(), join(folder, tool))
  return folder
}

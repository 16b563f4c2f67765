import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MINER_KINDS as READABLE } from '#agent/miners/registry'
import { executableCommand, powershellCommand, shellCommand } from '../../app/add-rig/agent-command'
import { MINER_KINDS } from '../../app/add-rig/miner-kinds'

// Stands for the agent's program: says how it was called.
const program = 'console.log(JSON.stringify([process.argv.slice(2), process.env.DAVYLAMP_TOKEN]))\n'
const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex')
const checksums = { 'davylamp-agent.cjs': sha256Of(program) }
// Stands for an executable, which is a program like any other.
const executable = '#!/bin/sh\necho "ran $* with $DAVYLAMP_TOKEN"\n'
const executables = { ...checksums, 'linux-x64': sha256Of(executable), 'linux-arm64': sha256Of(executable) }
const folder = mkdtempSync(join(tmpdir(), 'davylamp-command-'))
let server: Server
let origin: string

beforeAll(async () => {
  server = createServer((request, response) => {
    const files: Record<string, string | Buffer> = {
      '/agent/davylamp-agent.cjs': program,
      '/agent/linux-x64.gz': gzipSync(executable),
      '/agent/linux-arm64.gz': gzipSync(executable),
    }
    const body = files[request.url ?? '']
    response.statusCode = body === undefined ? 404 : 200
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

function run(command: string): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', command], { cwd: folder })
    let output = ''
    child.stdout.on('data', (bytes) => {
      output += bytes
    })
    child.on('exit', (code) => resolve({ code, output }))
  })
}

test('the pasted command downloads the agent, checks it and joins with its token', async () => {
  const { code, output } = await run(shellCommand({ origin, checksums, token: 'davyagent_A-b_9' }))
  expect(code).toBe(0)
  expect(output).toContain(JSON.stringify([['join', origin], 'davyagent_A-b_9']))
})

test('a program other than the expected one is not run', async () => {
  const damaged = { 'davylamp-agent.cjs': checksums['davylamp-agent.cjs'].replace(/^./, 'x') }
  const { code, output } = await run(shellCommand({ origin, checksums: damaged, token: 'davyagent_A' }))
  expect(code).not.toBe(0)
  expect(output).not.toContain('join')
})

test('whatever is typed as a target arrives as one argument', async () => {
  const target = `http://10.0.0.7:80/$(touch gone)'; echo "x`
  const { output } = await run(shellCommand({ origin, checksums, token: 'davyagent_A', target }))
  expect(output).toContain(JSON.stringify([['join', origin, '--target', target], 'davyagent_A']))
})

test.each(['linux-x64', 'linux-arm64'] as const)(
  'the executable %s is downloaded, checked and run without Node',
  async (file) => {
    const { code, output } = await run(
      executableCommand(file, { origin, checksums: executables, token: 'davyagent_A-b_9' }),
    )
    expect(code).toBe(0)
    expect(output).toContain(`ran join ${origin} with davyagent_A-b_9`)
  },
)

test('an executable other than the expected one is not run', async () => {
  const damaged = { ...executables, 'linux-x64': sha256Of('another') }
  const { code, output } = await run(
    executableCommand('linux-x64', { origin, checksums: damaged, token: 'davyagent_A' }),
  )
  expect(code).not.toBe(0)
  expect(output).not.toContain('ran join')
})

test('in PowerShell a quote in a target is doubled', () => {
  expect(powershellCommand({ origin, checksums, token: 'davyagent_A', target: "it's" })).toContain("--target 'it''s'")
})

test('every kind that the page offers is one that the agent can read', () => {
  expect(MINER_KINDS.filter(({ value }) => !READABLE.includes(value))).toEqual([])
})

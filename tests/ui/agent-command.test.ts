import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MINER_KINDS as READABLE } from '#agent/miners/registry'
import { powershellCommand, shellCommand } from '../../app/add-rig/agent-command'
import { MINER_KINDS } from '../../app/add-rig/miner-kinds'

// Stands for the agent's program: says how it was called.
const program = 'console.log(JSON.stringify([process.argv.slice(2), process.env.DAVYLAMP_TOKEN]))\n'
const sha256 = createHash('sha256').update(program).digest('hex')
const folder = mkdtempSync(join(tmpdir(), 'davylamp-command-'))
let server: Server
let origin: string

beforeAll(async () => {
  server = createServer((request, response) => {
    response.statusCode = request.url === '/agent/davylamp-agent.cjs' ? 200 : 404
    response.end(program)
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
  const { code, output } = await run(shellCommand({ origin, sha256, token: 'davyagent_A-b_9' }))
  expect(code).toBe(0)
  expect(output).toContain(JSON.stringify([['join', origin], 'davyagent_A-b_9']))
})

test('a program other than the expected one is not run', async () => {
  const { code, output } = await run(shellCommand({ origin, sha256: sha256.replace(/^./, 'x'), token: 'davyagent_A' }))
  expect(code).not.toBe(0)
  expect(output).not.toContain('join')
})

test('whatever is typed as a target arrives as one argument', async () => {
  const target = `http://10.0.0.7:80/$(touch gone)'; echo "x`
  const { output } = await run(shellCommand({ origin, sha256, token: 'davyagent_A', target }))
  expect(output).toContain(JSON.stringify([['join', origin, '--target', target], 'davyagent_A']))
})

test('in PowerShell a quote in a target is doubled', () => {
  expect(powershellCommand({ origin, sha256, token: 'davyagent_A', target: "it's" })).toContain("--target 'it''s'")
})

test('every kind that the page offers is one that the agent can read', () => {
  expect(MINER_KINDS.filter(({ value }) => !READABLE.includes(value))).toEqual([])
})

import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { agentChecksums, agentFile } from '#lib/services/agent-file'

const sha256Of = (content: string) => createHash('sha256').update(content).digest('hex')

/** A `dist` as the two builds leave it. */
function builtDist({ madeFrom = 'the program' } = {}): string {
  const dist = mkdtempSync(join(tmpdir(), 'davylamp-dist-'))
  onTestFinished(() => rmSync(dist, { recursive: true, force: true }))
  writeFileSync(join(dist, 'davylamp-agent.cjs'), 'the program')
  mkdirSync(join(dist, 'agent'))
  const files = ['linux-x64', 'linux-arm64', 'davylamp-agent.tgz']
  for (const name of files) {
    writeFileSync(join(dist, 'agent', name), `bytes of ${name}`)
    writeFileSync(join(dist, 'agent', `${name}.sha256`), `${sha256Of(`bytes of ${name}`)}  ${name}\n`)
  }
  writeFileSync(join(dist, 'agent', 'agent.json'), JSON.stringify({ programSha256: sha256Of(madeFrom), files }))
  return dist
}

test('executables and package are handed out as they were built, with their checksums', async () => {
  const dist = builtDist()
  const file = agentFile('linux-arm64', dist)
  expect(file).toMatchObject({ bytes: 20, sha256: sha256Of('bytes of linux-arm64') })
  expect(file && (await text(file.read()))).toBe('bytes of linux-arm64')
  const written = agentFile('davylamp-agent.tgz.sha256', dist)
  expect(written && (await text(written.read()))).toBe(
    `${sha256Of('bytes of davylamp-agent.tgz')}  davylamp-agent.tgz\n`,
  )
})

test('what was built from another program than this server runs with is not handed out', () => {
  const dist = builtDist({ madeFrom: 'the program of last year' })
  expect(agentFile('linux-x64', dist)).toBeUndefined()
  expect(agentChecksums(dist)).toEqual({ 'davylamp-agent.cjs': sha256Of('the program') })
})

test('no other file can be named', () => {
  const dist = builtDist()
  for (const name of ['agent.json', 'linux-x64.zip', '../davylamp-agent.cjs', 'constructor', ''])
    expect(agentFile(name, dist)).toBeUndefined()
})

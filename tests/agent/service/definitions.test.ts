import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { definitionFile } from '#agent/service/definition-file'
import type { ServiceDefinition } from '#agent/service/service-definition'
import { systemdUnit } from '#agent/service/systemd-unit'

const agent: ServiceDefinition = {
  name: 'davylamp-agent',
  description: 'Davylamp agent: reads miners and reports them to a server',
  command: [process.execPath, '--state', '/var/lib/davylamp-agent'],
  environment: {},
  writes: { stateFolderOfItsOwn: '/var/lib/davylamp-agent' },
  readsGpus: true,
}
const server: ServiceDefinition = {
  name: 'davylamp',
  description: 'Davylamp: monitoring for people who mine',
  command: [process.execPath, '--version'],
  environment: { NODE_ENV: 'production', DAVYLAMP_DATA_DIR: '/srv/my mine' },
  workingFolder: '/',
  writes: { folders: ['/srv/my mine'], asUser: 'root' },
  readsGpus: false,
}
const hasAnalyze = spawnSync('systemd-analyze', ['--version']).status === 0
const needed = process.env.CI === 'true'

function analyze(service: ServiceDefinition, ...args: string[]): { status: number | null; output: string } {
  const folder = mkdtempSync(join(tmpdir(), 'davylamp-unit-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, `${service.name}.service`)
  writeFileSync(file, systemdUnit(service))
  const { status, stdout, stderr } = spawnSync('systemd-analyze', [...args, file], { encoding: 'utf8' })
  return { status, output: `${stdout}${stderr}` }
}

test.skipIf(!hasAnalyze && !needed).each([agent, server])('systemd finds no fault in the unit of $name', (service) => {
  expect(analyze(service, 'verify', '--man=no')).toEqual({ status: 0, output: '' })
})

/** systemd's own measure, from 0 (nothing to fear) to 10; below 2 it says "OK", and a service as it comes has 9.6. */
test.skipIf(!hasAnalyze && !needed).each([
  [agent, 16],
  [server, 20],
])('systemd finds little exposed of $name', (service, tenths) => {
  const { status, output } = analyze(service, 'security', '--offline=yes', `--threshold=${tenths}`)
  expect({ status, rating: status === 0 ? '' : output }).toEqual({ status: 0, rating: '' })
})

test('a path with blanks, quotes and percent signs stays one word of the command', () => {
  const command = ['/opt/my "own"/node', '100%', '$HOME']
  expect(systemdUnit({ ...agent, command })).toContain('ExecStart="/opt/my \\"own\\"/node" 100%% $$HOME\n')
})

test('the agent may write its own folder and nothing else, as a user of its own', () => {
  const unit = systemdUnit(agent)
  expect(unit).toContain('DynamicUser=yes\nStateDirectory=davylamp-agent\n')
  expect(unit).not.toContain('ReadWritePaths')
})

test('the definition for macOS is a property list that starts it at login and again after its end', () => {
  const { name, text } = definitionFile({ ...server, command: ['/opt/a&b/node', 'start'] }, 'launchd', '/tmp')
  expect(name).toBe('davylamp.plist')
  expect(text).toContain('<string>/opt/a&amp;b/node</string>')
  expect(text).toMatch(/<key>KeepAlive<\/key>\s+<true\/>/)
  expect(text).toContain('<string>/tmp/davylamp.log</string>')
})

test('the definition for Windows names program, arguments and the account that may do least', () => {
  const command = ['C:\\Program Files\\nodejs\\node.exe', 'C:\\my agent\\davylamp-agent.cjs']
  const { name, text } = definitionFile({ ...agent, command }, 'windows', 'C:\\')
  expect(name).toBe('davylamp-agent.xml')
  expect(text).toContain('<executable>C:\\Program Files\\nodejs\\node.exe</executable>')
  expect(text).toContain('<arguments>&quot;C:\\my agent\\davylamp-agent.cjs&quot;</arguments>')
  expect(text).toContain('LocalService')
})

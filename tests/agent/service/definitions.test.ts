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
  // WinSW's documentation wants letters and digits alone.
  expect(text).toMatch(/<id>[A-Za-z0-9]+<\/id>/)
  expect(() => elementsOf(text)).not.toThrow()
})

test('a path that ends in a backslash stays one word on Windows', () => {
  const command = ['node.exe', 'C:\\my agent\\agent.cjs', '--state', 'D:\\my state\\']
  const { text } = definitionFile({ ...agent, command }, 'windows', 'C:\\')
  expect(text).toContain('--state &quot;D:\\my state\\\\&quot;</arguments>')
})

test('on Windows its account is let into the folders it needs, which lie in somebody’s profile', () => {
  const state = 'C:\\Users\\Ada\\.davylamp-agent'
  const command = ['C:\\Program Files\\nodejs\\node.exe', 'C:\\Users\\Ada\\davylamp-agent.cjs', '--state', state]
  const { steps } = definitionFile({ ...agent, command, writes: { stateFolderOfItsOwn: state } }, 'windows', state)
  expect(steps.map((step) => step.trim())).toEqual(
    expect.arrayContaining([
      `icacls "${state}" /grant *S-1-5-19:(OI)(CI)M`,
      'icacls "C:\\Users\\Ada\\davylamp-agent.cjs" /grant *S-1-5-19:RX',
    ]),
  )
  expect(steps.join('\n')).not.toContain('node.exe" /grant')
})

test.each([agent, server])('the property list of $name is built as Apple’s DTD has it', (service) => {
  const { text } = definitionFile({ ...service, command: ['/opt/a&b/node', '<x>'] }, 'launchd', '/tmp')
  const [plist] = elementsOf(text)
  expect(plist).toMatchObject({ name: 'plist', children: [{ name: 'dict' }] })
  const check = ({ name, children }: Element): void => {
    // PropertyList-1.0.dtd: a dictionary is keys, each with its value; an array is values; the others hold text alone.
    expect(['plist', 'dict', 'array', 'key', 'string', 'integer', 'true']).toContain(name)
    if (name === 'dict')
      expect(children.map((child) => child.name === 'key')).toEqual(children.map((_, at) => at % 2 === 0))
    if (name === 'array') expect(children.map((child) => child.name)).not.toContain('key')
    if (['key', 'string', 'integer', 'true'].includes(name)) expect(children).toEqual([])
    children.forEach(check)
  }
  if (plist) check(plist)
})

type Element = { name: string; children: Element[] }

/** The elements of an XML text; throws where one is not closed as it was opened, or a letter stands that must be written out. */
function elementsOf(text: string): Element[] {
  const root: Element = { name: '', children: [] }
  const open = [root]
  const body = text.replace(/<\?[^>]*\?>|<![^>]*>/g, '')
  for (const [piece, closing, name = '', , alone] of body.matchAll(/<(\/?)([a-zA-Z]+)([^<>]*?)(\/?)>|[^<]+|</g)) {
    if (!piece.startsWith('<')) {
      if (/&(?!(amp|lt|gt|quot);)|>/.test(piece)) throw new Error(`not written out: ${piece}`)
    } else if (name === '') throw new Error('a "<" that begins nothing')
    else if (closing) {
      if (open.pop()?.name !== name) throw new Error(`${name} closes what it did not open`)
    } else {
      const element = { name, children: [] }
      open.at(-1)?.children.push(element)
      if (!alone) open.push(element)
    }
  }
  if (open.length !== 1) throw new Error(`${open.at(-1)?.name} is not closed`)
  return root.children
}

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { lockFolder } from '#agent/folder-lock'
import { installedPlaces } from '#agent/service/agent-places'
import { installAgent, uninstallAgent } from '#agent/service/install-agent'

/** A machine's root folder, with a program somewhere and a folder that somebody joined in. */
function pretendMachine() {
  const root = mkdtempSync(join(tmpdir(), 'davylamp-machine-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const program = join(root, 'home/ann/davylamp-agent')
  const joined = join(root, 'home/ann/clock')
  mkdirSync(join(joined, 'spool'), { recursive: true })
  writeFileSync(program, 'first version', { mode: 0o700 })
  writeFileSync(join(joined, 'agent.json'), '{ "server": "http://10.0.0.2:3000" }')
  writeFileSync(join(joined, 'token'), 'davyagent_first', { mode: 0o600 })
  writeFileSync(join(joined, 'spool/3600000.jsonl'), 'a reading\n')
  const asked: string[] = []
  const systemctl = (...args: string[]) => {
    asked.push(args.join(' '))
    return { ok: true as const }
  }
  return { root, program, joined, asked, systemctl, places: installedPlaces(true, root) }
}

test('installing moves the configuration and what is unsent, and has systemd start the program now and at boot', () => {
  const { program, joined, asked, systemctl, places } = pretendMachine()
  expect(installAgent({ file: program }, joined, places, systemctl)).toMatchObject({ ok: true })
  expect(asked).toEqual(['daemon-reload', 'enable davylamp-agent', 'restart davylamp-agent'])
  expect(readFileSync(places.program, 'utf8')).toBe('first version')
  expect(statSync(places.program).mode & 0o777).toBe(0o755)
  expect(readFileSync(join(places.stateFolder, 'token'), 'utf8')).toBe('davyagent_first')
  expect(readFileSync(join(places.stateFolder, 'spool/3600000.jsonl'), 'utf8')).toBe('a reading\n')
  expect(readFileSync(places.unitFile, 'utf8')).toContain(`ExecStart=${places.program} --state ${places.stateFolder}\n`)
  expect(existsSync(joined)).toBe(false)
})

test('installed again it is the newer program on the same state; joined anew it has the new token too', () => {
  const { program, joined, systemctl, places } = pretendMachine()
  installAgent({ file: program }, joined, places, systemctl)
  writeFileSync(program, 'second version')
  expect(installAgent({ file: program }, joined, places, systemctl)).toMatchObject({ ok: true })
  expect(readFileSync(places.program, 'utf8')).toBe('second version')
  expect(readFileSync(join(places.stateFolder, 'token'), 'utf8')).toBe('davyagent_first')
  mkdirSync(joined)
  writeFileSync(join(joined, 'agent.json'), '{ "server": "http://10.0.0.2:3000" }')
  writeFileSync(join(joined, 'token'), 'davyagent_second')
  installAgent({ file: program }, joined, places, systemctl)
  expect(readFileSync(join(places.stateFolder, 'token'), 'utf8')).toBe('davyagent_second')
  expect(existsSync(join(places.stateFolder, 'spool/3600000.jsonl'))).toBe(true)
})

test('an agent that still runs by hand is to be stopped first, and nothing is changed', () => {
  const { program, joined, asked, systemctl, places } = pretendMachine()
  const lock = lockFolder(joined)
  if (!lock.ok) throw new Error(lock.problem)
  expect(installAgent({ file: program }, joined, places, systemctl)).toEqual({
    ok: false,
    problem: `An agent is running on ${joined}: stop it (Ctrl-C in its terminal), then install.`,
  })
  expect(asked).toEqual([])
  expect(existsSync(places.unitFile)).toBe(false)
  lock.release()
})

test('without a configuration there is nothing to run, and the remedy is said', () => {
  const { program, root, systemctl, places } = pretendMachine()
  const installed = installAgent({ file: program }, join(root, 'nobody'), places, systemctl)
  expect(installed).toMatchObject({ ok: false, problem: expect.stringContaining('"Add rig"') })
})

test('a Node in a home folder is refused before anything is moved: the service could not see it', () => {
  const { program, joined, systemctl, places } = pretendMachine()
  const node = '/home/ann/.nvm/versions/node/v20.20.2/bin/node'
  const installed = installAgent({ file: program, node }, joined, places, systemctl)
  expect(installed).toMatchObject({ ok: false, problem: expect.stringContaining('Install Node for the whole system') })
  expect(existsSync(join(joined, 'token'))).toBe(true)
})

test('what systemctl complains of is told, with the command that failed', () => {
  const { program, joined, places } = pretendMachine()
  const failing = (...args: string[]) => ({
    ok: false as const,
    problem: `"systemctl ${args.join(' ')}" failed: no bus`,
  })
  expect(installAgent({ file: program }, joined, places, failing)).toEqual({
    ok: false,
    problem: '"systemctl daemon-reload" failed: no bus',
  })
})

test('uninstalling ends the service and keeps the state unless told otherwise', () => {
  const { program, joined, asked, systemctl, places } = pretendMachine()
  installAgent({ file: program }, joined, places, systemctl)
  asked.length = 0
  expect(uninstallAgent([places], false, systemctl)).toMatchObject({ ok: true })
  expect(asked).toEqual(['disable --now davylamp-agent', 'daemon-reload'])
  expect([places.unitFile, places.program].map((file) => existsSync(file))).toEqual([false, false])
  expect(existsSync(join(places.stateFolder, 'token'))).toBe(true)
  expect(uninstallAgent([places], false, systemctl)).toMatchObject({ ok: false })

  installAgent({ file: joined.replace(/clock$/, 'davylamp-agent') }, joined, places, systemctl)
  uninstallAgent([places], true, systemctl)
  expect(existsSync(places.stateFolder)).toBe(false)
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { AgentStatus } from '#agent/service/agent-status'
import { describeStatus } from '#agent/service/describe-status'
import { askStatus, openStatusDoor } from '#agent/service/status-door'

const NOON_MS = Date.UTC(2026, 10, 22, 12)
const well: AgentStatus = {
  version: '1.2.0',
  pid: 812,
  startedAtMs: NOON_MS - 7_200_000,
  name: 'shed',
  server: 'http://10.0.0.2:3000',
  connection: { state: 'connected', sinceMs: NOON_MS - 3_600_000 },
  rigs: [{ key: '02:00:5e:00:00:01', name: 'Bitaxe desk' }],
  targets: [
    { address: '10.0.0.7', miner: 'bitaxe', rigKey: '02:00:5e:00:00:01', lastSuccessAtMs: NOON_MS - 4_000 },
    { address: '10.0.0.8', problem: 'http://10.0.0.8: no answer within 5 s' },
  ],
  waitingBytes: 0,
  counts: { stored: 718, duplicates: 2, rejected: 0, refused: 0 },
  lines: ['connected'],
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'davylamp-status-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

test('a running agent answers whoever may enter its folder', async () => {
  const place = folder()
  const door = openStatusDoor(
    place,
    () => well,
    () => {},
  )
  onTestFinished(() => door.close())
  await expect.poll(() => askStatus(place)).toEqual({ ok: true, status: well })
})

test('where none runs, that is said', async () => {
  const place = folder()
  expect(await askStatus(place)).toEqual({
    ok: false,
    cause: 'not-running',
    problem: `No agent is running on ${place}.`,
  })
})

test('a folder too deep for a socket costs the agent nothing but its status', async () => {
  const lines: string[] = []
  const deep = join(folder(), 'x'.repeat(120))
  openStatusDoor(
    deep,
    () => well,
    (_, line) => lines.push(line),
  ).close()
  expect(lines).toEqual(['"status" cannot ask this agent: the path of its folder is too long for a socket'])
  expect(await askStatus(deep)).toMatchObject({ ok: false, cause: 'strange' })
})

test('what it sees and what fails stands in sentences', () => {
  expect(describeStatus(well, NOON_MS)).toBe(
    [
      'shed, version 1.2.0, running for 2 h (process 812)',
      'Connected to http://10.0.0.2:3000 for 1 h.',
      'The server has taken 720 readings since the start.',
      '',
      'Rigs: 1.',
      'Targets: 2, of which 1 fails.',
      '  ✓ 10.0.0.7 (bitaxe) last answered 4 s ago',
      '  ✗ 10.0.0.8 has not answered yet: http://10.0.0.8: no answer within 5 s',
    ].join('\n'),
  )
})

test('without its server it says why, and how much waits', () => {
  const connection = { state: 'connecting' as const, sinceMs: NOON_MS - 600_000, problem: 'connect ECONNREFUSED.' }
  const told = describeStatus({ ...well, connection, waitingBytes: 1_234_000 }, NOON_MS)
  expect(told).toContain(
    'Not connected to http://10.0.0.2:3000 for 10 min: connect ECONNREFUSED. Readings are kept on disk',
  )
  expect(told).toContain('1234 kB of readings wait on disk.')
})

test.each([
  ['a revoked token', { state: 'revoked' as const, sinceMs: NOON_MS }, 'Make a new command with "Add rig"'],
  [
    'an agent that is too old',
    { state: 'refused' as const, sinceMs: NOON_MS, problem: 'update the agent' },
    'refuses this agent: update the agent.',
  ],
])('%s is told with its remedy', (_, connection, sentence) => {
  expect(describeStatus({ ...well, connection }, NOON_MS)).toContain(sentence)
})

test('a rig that another agent reports, and an agent with nothing to poll, are explained', () => {
  const rigs = [{ key: 'a1', name: 'Attic', refused: 'another agent reports it' }]
  expect(describeStatus({ ...well, rigs }, NOON_MS)).toContain(
    'Attic is refused by the server: another agent reports it',
  )
  expect(describeStatus({ ...well, targets: [] }, NOON_MS)).toContain('It polls nothing: no miner answers')
})

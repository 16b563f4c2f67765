import { spawn } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { run } from '../../commands/import.ts'
import { gpuReading, MIDNIGHT } from '../db/some-readings.ts'
import { openForTest, openStoreForTest, temporaryDatabase } from '../db/temporary-database.ts'
import { firstSite, someRig } from '../services/money-mine.ts'

async function installation() {
  const { url, folder } = await temporaryDatabase()
  vi.stubEnv('DATABASE_URL', url)
  vi.stubEnv('DAVYLAMP_DATA_DIR', folder)
  const said: string[] = []
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.push(String(text))
    return true
  })
  onTestFinished(() => {
    vi.unstubAllEnvs()
    spy.mockRestore()
    process.exitCode = undefined
  })
  const database = await openForTest(url)
  const rigId = await someRig(database, await firstSite(database), 'aa')
  const store = await openStoreForTest(url)
  return { url, folder, said, stored: () => store.readRange(rigId, 0, Number.MAX_SAFE_INTEGER, { limit: 50_000 }) }
}

const lines = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) =>
    JSON.stringify({ rig: 'aa', ...gpuReading(MIDNIGHT + (from + index) * 1_000) }),
  )

test('a file that cannot be used is said in a sentence, with exit code 2, and nothing is changed', async () => {
  const { folder, stored } = await installation()
  await mkdir(join(folder, 'months'))
  await writeFile(join(folder, 'empty.jsonl'), '')
  await writeFile(join(folder, 'head.csv'), 'time,rig\n')
  await writeFile(join(folder, 'other.csv'), 'when,who\n1,2\n')
  const problems: [file: string, problem: RegExp][] = [
    ['nowhere.jsonl', /nowhere.jsonl: there is no such file: check its path\.$/],
    ['months', /months: it is a folder: name the file in it\.$/],
    ['empty.jsonl', /empty.jsonl holds no readings: nothing was changed\.$/],
    ['head.csv', /head.csv holds no readings/],
    ['other.csv', /other.csv: it has no column "time", "rig", but "when", "who": name them with --time-column/],
  ]
  for (const [file, message] of problems) {
    const problem: unknown = await run(join(folder, file), { hashRateUnit: 'H' }).catch((error: unknown) => error)
    expect(problem).toMatchObject({ name: 'CommandProblem', exitCode: 2, message: expect.stringMatching(message) })
  }
  expect(await stored()).toEqual([])
})

test('a long file is taken with progress, and what of it is refused is named by its line', async () => {
  const { folder, said, stored } = await installation()
  const file = join(folder, 'long.jsonl')
  await writeFile(file, [...lines(0, 10_500), 'not JSON', ...lines(10_500, 1)].join('\n'))
  await run(file, { hashRateUnit: 'H' })
  expect(process.exitCode).toBe(1)
  expect(said.join('')).toMatch(/10000 readings so far, (>?9\d|100)% of the file\./)
  expect(said.join('')).toMatch(/line 10501: is not JSON\n10501 readings stored, 0 were there already, 1 refused\./)
  expect(await stored()).toHaveLength(10_501)
})

test('whoever writes into the pipe may die: what came is kept, the cut line refused', { timeout: 60_000 }, async () => {
  const { url, folder, stored } = await installation()
  const child = spawn(process.execPath, ['--import', 'tsx', 'davylamp.ts', 'import', '-'], {
    env: { ...process.env, DAVYLAMP_DATA_DIR: folder, DATABASE_URL: url },
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (part) => {
    said += part
  })
  const text = lines(0, 40).join('\n')
  child.stdin.end(text.slice(0, -100))
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect([code, said]).toEqual([1, expect.stringMatching(/line 40: is not JSON\n39 readings stored/)])
  expect(await stored()).toHaveLength(39)
})

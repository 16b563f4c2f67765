import { execFileSync, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openStoreForTest, temporaryDatabase } from './temporary-database.ts'

const SCRIPT = fileURLToPath(new URL('./append-until-told.ts', import.meta.url))

// A file that may not grow beyond a size answers writes as a full disk does; the limit can be lifted from outside.
test.runIf(process.platform === 'linux')(
  'on a full disk nothing is acknowledged that is not stored, and storing goes on when there is room',
  async () => {
    const { url, file } = await temporaryDatabase()
    const limited = ['--fsize=700000:unlimited', process.execPath, '--import', 'tsx', SCRIPT, url]
    const child = spawn('prlimit', limited)
    const answers: [string, number][] = []
    let rest = ''
    let complaint = ''
    let ended = false
    child.stderr.on('data', (part) => {
      complaint += part
    })
    child.stdout.on('data', (part) => {
      const lines = `${rest}${part}`.split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) answers.push([line.split(' ')[0] ?? '', Number(line.split(' ')[1])])
    })
    const closed = new Promise<void>((resolve) => {
      child.on('close', () => {
        ended = true
        resolve()
      })
    })
    const count = (answer: string) => (ended ? complaint : answers.filter(([one]) => one === answer).length)

    await expect.poll(() => count('failed'), { timeout: 30_000 }).toBeGreaterThan(2)
    const storedBefore = count('stored')
    expect(storedBefore).toBeGreaterThan(10)
    execFileSync('prlimit', ['--fsize=unlimited:unlimited', '--pid', String(child.pid)])
    await expect.poll(() => count('stored'), { timeout: 30_000 }).toBeGreaterThan(Number(storedBefore) + 10)
    child.kill('SIGKILL')
    await closed

    const database = new Sqlite(file)
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
    database.close()
    const store = await openStoreForTest(url)
    const stored = await store.readRange(1, 0, Number.MAX_SAFE_INTEGER, { limit: 100_000 })
    const moments = new Set(stored.map(({ at }) => at))
    const of = (answer: string) => answers.filter(([one]) => one === answer).map(([, at]) => at)
    expect(of('stored').filter((at) => !moments.has(at))).toEqual([])
    expect(of('failed').filter((at) => moments.has(at))).toEqual([])
  },
  60_000,
)

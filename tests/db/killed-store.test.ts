import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { gpuReading } from './some-readings.ts'
import { isOnPostgresql, openStoreForTest, temporaryDatabase } from './temporary-database.ts'

const SCRIPT = fileURLToPath(new URL('./acknowledge-and-die.ts', import.meta.url))
const ACKNOWLEDGED_BEFORE_KILL = [1, 40, 400]

function acknowledgedUntilKilled(url: string, round: number, enough: number): Promise<[number, number][]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, url, String(round * 1_000_000)])
    let output = ''
    let complaint = ''
    child.stdout.on('data', (part) => {
      output += part
      if (output.split('\n').length > enough) child.kill('SIGKILL')
    })
    child.stderr.on('data', (part) => {
      complaint += part
    })
    child.on('error', reject)
    child.on('close', (_code, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(complaint))
      // What follows the last line break was cut off by the kill.
      const lines = output.split('\n').slice(0, -1)
      resolve(lines.map((line) => [Number(line.split(' ')[0]), Number(line.split(' ')[1])]))
    })
  })
}

test('a process killed while it stores has every reading it acknowledged', async () => {
  const { url, file } = await temporaryDatabase()
  const acknowledged: [number, number][] = []
  for (const [round, enough] of ACKNOWLEDGED_BEFORE_KILL.entries()) {
    const more = await acknowledgedUntilKilled(url, round, enough)
    expect(more.length).toBeGreaterThanOrEqual(enough)
    acknowledged.push(...more)
  }
  if (!isOnPostgresql()) {
    const database = new Sqlite(file)
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
    database.close()
  }

  const store = await openStoreForTest(url)
  for (const rigId of new Set(acknowledged.map(([rigId]) => rigId))) {
    const stored = await store.readRange(rigId, 0, Number.MAX_SAFE_INTEGER, { limit: 100_000 })
    const byMoment = new Map(stored.map((reading) => [reading.at, reading]))
    for (const [, at] of acknowledged.filter(([rig]) => rig === rigId)) {
      expect(byMoment.get(at)).toStrictEqual(gpuReading(at, rigId * 8))
    }
  }
}, 60_000)

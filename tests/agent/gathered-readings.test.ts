import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { GatheredReadings } from '#agent/gathered-readings'
import { Spool, type SpooledReading } from '#agent/spool'

const NOON_MS = Date.UTC(2026, 10, 22, 12)

function reading(at: number): SpooledReading {
  return { rigKey: 'rig-1', at, state: 'hashing', miner: { name: 'xmrig' }, work: [] }
}

function gather() {
  const folder = mkdtempSync(join(tmpdir(), 'gathered-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const spool = new Spool(folder, 1_000_000, () => {})
  const appends: number[] = []
  const lost: number[] = []
  const disk = { full: false }
  let written = 0
  const gathered = new GatheredReadings({
    spool: {
      append(readings, nowMs) {
        if (disk.full) throw new Error('ENOSPC: no space left on device')
        appends.push(readings.length)
        spool.append(readings, nowMs)
      },
    },
    onWritten: () => {
      written += 1
    },
    onLost: (readings) => lost.push(readings),
  })
  const onDisk = () => spool.next(100, 1_000_000)?.readings.map(({ at }) => at) ?? []
  return { gathered, appends, lost, disk, onDisk, written: () => written }
}

test('readings of the same moment go to disk with one sync, in order', async () => {
  const { gathered, appends, onDisk, written } = gather()
  for (let index = 0; index < 50; index += 1) gathered.add(reading(NOON_MS + index))
  await expect.poll(written).toBe(1)
  expect(appends).toEqual([50])
  expect(onDisk()).toEqual(Array.from({ length: 50 }, (_, index) => NOON_MS + index))
})

test('what was gathered when the agent stops is on disk', () => {
  const { gathered, onDisk } = gather()
  gathered.add(reading(NOON_MS))
  gathered.add(reading(NOON_MS + 1))
  gathered.write()
  expect(onDisk()).toEqual([NOON_MS, NOON_MS + 1])
})

test('a full disk costs what was gathered, says how much, and nothing that comes later', () => {
  const { gathered, lost, disk, onDisk } = gather()
  disk.full = true
  gathered.add(reading(NOON_MS))
  gathered.write()
  disk.full = false
  gathered.add(reading(NOON_MS + 1))
  gathered.write()
  expect(lost).toEqual([1])
  expect(onDisk()).toEqual([NOON_MS + 1])
})

test('what readings need to be understood is on disk before them, once for all that were gathered', () => {
  const order: string[] = []
  const gathered = new GatheredReadings({
    spool: { append: (readings) => order.push(`${readings.length} readings`) },
    beforeWriting: () => order.push('their rigs'),
    onWritten: () => order.push('written'),
    onLost: () => order.push('lost'),
  })
  for (let index = 0; index < 3000; index += 1) gathered.add(reading(NOON_MS + index))
  gathered.write()
  expect(order).toEqual(['their rigs', '3000 readings', 'written'])
})

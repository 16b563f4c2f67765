import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Spool, type SpooledReading } from '../../agent/spool'

const HOUR_MS = 3_600_000
const NOON_MS = Date.UTC(2026, 10, 22, 12)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spool-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function open(maximumBytes = 1_000_000, onDropped: (hourMs: number) => void = () => {}) {
  return new Spool(folder, maximumBytes, onDropped)
}

function reading(at: number, rigKey = 'aa:bb:cc:00:11:22'): SpooledReading {
  return {
    rigKey,
    at,
    state: 'hashing',
    miner: { name: 'xmrig' },
    work: [{ algorithm: 'randomx', hashesPerSecond: 953.1 }],
  }
}

function drain(spool: Spool, readingsPerMessage = 3): number[] {
  const moments: number[] = []
  for (let batch = spool.next(readingsPerMessage, 100_000); batch; batch = spool.next(readingsPerMessage, 100_000)) {
    moments.push(...batch.readings.map(({ at }) => at))
    spool.answered(batch)
  }
  return moments
}

test('readings come back in the order they were written, over hours', () => {
  const spool = open()
  const moments = [NOON_MS, NOON_MS + 10_000, NOON_MS + HOUR_MS, NOON_MS + 3 * HOUR_MS]
  for (const at of moments) spool.append([reading(at)], at)
  expect(drain(spool, 1)).toEqual(moments)
  expect(spool.pendingBytes).toBe(0)
})

test('what was not answered is there again after a restart, and what was answered is not', () => {
  const first = open()
  for (let index = 0; index < 5; index++) first.append([reading(NOON_MS + index)], NOON_MS)
  const batch = first.next(2, 100_000)
  expect(batch?.readings.map(({ at }) => at)).toEqual([NOON_MS, NOON_MS + 1])
  if (batch) first.answered(batch)
  // No close: as after kill -9.
  expect(drain(open())).toEqual([NOON_MS + 2, NOON_MS + 3, NOON_MS + 4])
})

test('a line cut short by a kill is dropped and costs no other reading', () => {
  open().append([reading(NOON_MS)], NOON_MS)
  const file = readdirSync(folder).find((name) => name.endsWith('.jsonl'))
  appendFileSync(join(folder, file ?? ''), '{"rigKey":"aa:bb","at":17')
  const again = open()
  again.append([reading(NOON_MS + 1)], NOON_MS)
  expect(drain(again)).toEqual([NOON_MS, NOON_MS + 1])
})

test('a full spool drops its oldest whole hour first and says so', () => {
  const dropped: number[] = []
  const spool = open(2_000, (hourMs) => dropped.push(hourMs))
  for (let hour = 0; hour < 3; hour++) {
    for (let index = 0; index < 6; index++)
      spool.append([reading(NOON_MS + hour * HOUR_MS + index)], NOON_MS + hour * HOUR_MS)
  }
  expect(dropped).toEqual([NOON_MS])
  expect(drain(spool)[0]).toBe(NOON_MS + HOUR_MS)
})

test('an hour that is more than the spool holds is dropped in parts, and the disk never holds much more', () => {
  const dropped: number[] = []
  const spool = open(2_000, (hourMs) => dropped.push(hourMs))
  for (let index = 0; index < 200; index++) {
    spool.append([reading(NOON_MS + index)], NOON_MS + index)
    const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
    expect(bytes).toBeLessThan(2_500)
  }
  expect(dropped.length).toBeGreaterThan(5)
  const left = drain(open(2_000))
  expect(left.at(-1)).toBe(NOON_MS + 199)
  expect(left).toEqual(Array.from(left, (_, index) => NOON_MS + 200 - left.length + index))
})

test('an hour whose readings are all answered for is dropped without a word', () => {
  const dropped: number[] = []
  const spool = open(1_000, (hourMs) => dropped.push(hourMs))
  for (let index = 0; index < 100; index++) {
    spool.append([reading(NOON_MS + index)], NOON_MS)
    expect(drain(spool)).toEqual([NOON_MS + index])
  }
  expect(dropped).toEqual([])
})

test.skipIf(!existsSync('/dev/full'))('a full disk costs the reading it did not take, says so, and no other', () => {
  symlinkSync('/dev/full', join(folder, `${NOON_MS}.jsonl`))
  const spool = open()
  expect(() => spool.append([reading(NOON_MS)], NOON_MS)).toThrow(/ENOSPC/)
  expect(spool.next(10, 100_000)).toBeUndefined()
  spool.append([reading(NOON_MS + HOUR_MS)], NOON_MS + HOUR_MS)
  expect(drain(spool)).toEqual([NOON_MS + HOUR_MS])
})

test('a message never holds more bytes than asked, and a reading too large for any is stepped over', () => {
  const spool = open()
  const tooLong: number[] = []
  spool.onTooLong = (bytes) => tooLong.push(bytes)
  const long = reading(NOON_MS, 'x'.repeat(5_000))
  spool.append([long, reading(NOON_MS + 1)], NOON_MS)
  spool.next(10, 1_000)
  const moments: number[] = []
  for (let batch = spool.next(10, 1_000); batch; batch = spool.next(10, 1_000)) {
    moments.push(...batch.readings.map(({ at }) => at))
    spool.answered(batch)
  }
  expect(moments).toEqual([NOON_MS + 1])
  expect(tooLong).toEqual([JSON.stringify(long).length + 1])
  expect(spool.tooLong).toBe(1)
})

test('a clock set back loses nothing', () => {
  const spool = open()
  spool.append([reading(NOON_MS)], NOON_MS)
  expect(drain(spool)).toEqual([NOON_MS])
  spool.append([reading(NOON_MS - HOUR_MS)], NOON_MS - HOUR_MS)
  expect(drain(spool)).toEqual([NOON_MS - HOUR_MS])
})

test('however appends, answers and restarts interleave, each reading is answered once and in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constant('append'), fc.constant('send'), fc.constant('restart')), { maxLength: 40 }),
      (steps) => {
        rmSync(folder, { recursive: true, force: true })
        let spool = open()
        let at = NOON_MS
        const answered: number[] = []
        for (const step of steps) {
          if (step === 'append') spool.append([reading(at)], at)
          if (step === 'append') at += 20 * 60_000
          if (step === 'restart') spool = open()
          const batch = step === 'send' ? spool.next(2, 100_000) : undefined
          if (batch) answered.push(...batch.readings.map((sent) => sent.at))
          if (batch) spool.answered(batch)
        }
        answered.push(...drain(spool))
        const written = Array.from(
          { length: (at - NOON_MS) / (20 * 60_000) },
          (_, index) => NOON_MS + index * 20 * 60_000,
        )
        expect(answered).toEqual(written)
      },
    ),
    { numRuns: 50 },
  )
})

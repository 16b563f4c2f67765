import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MinerRead, MinerReading, Target } from '#agent/miners/miner-reader'
import { MINER_KINDS, MINER_READERS, readersOf } from '#agent/miners/registry'
import { probeTarget } from '#agent/probe'
import { expectAdmitted } from './expect-admitted'
import { allRecordings, playRecording, type Recording, textOf } from './play-recording'

const RECORDINGS = allRecordings()

/** Words that stand in commands that change a machine. No question may hold one. */
const CHANGES =
  /restart|reboot|switch|enable|disable|remove|addpool|update|upgrade|write|\bset|_set|poweroff|power_off|power_on|pause|resume|factory|reset|quit|exit|control_|miner_reboot|stop|start\b|flash/i

/** A kind may have several readers; the first that knows the machine counts. */
async function readAsNamed(recording: Recording, target: Target): Promise<MinerRead> {
  const readers = readersOf(recording.kind).filter(
    (candidate) => (candidate.transport === 'http') === (target.scheme !== 'tcp'),
  )
  let read: MinerRead | undefined
  for (const reader of readers) {
    read = await reader.read(target)
    if (read.ok) break
  }
  if (!read) throw new Error(`No reader is registered for ${recording.kind}`)
  return read
}

function readingOf(read: MinerRead): MinerReading {
  if (!read.ok) throw new Error(read.problem)
  return read.reading
}

describe.each(RECORDINGS)('$name', (recording) => {
  test('is read when its kind is named', async () => {
    const { target, asked } = await playRecording(recording)
    const reading = readingOf(await readAsNamed(recording, target))
    expect(reading).toMatchObject(recording.reading)
    expect(reading.miner.name).toBe(recording.kind)
    expectAdmitted(reading, recording.name)
    expect(asked.filter((ask) => CHANGES.test(ask.replace(/^(GET|POST) /, '')))).toEqual([])
  })

  test('is found out when nobody says what it is', async () => {
    const { target, asked } = await playRecording(recording)
    const { host, port, scheme } = target
    const probed = await probeTarget({ target: { host, port, scheme }, timeoutMs: 2_000, ...recording.login })
    expect(probed.ok ? probed.reading : probed.problem).toMatchObject(recording.reading)
    expect(probed.ok && probed.reading.miner.name).toBe(recording.kind)
    expect(asked.filter((ask) => CHANGES.test(ask.replace(/^(GET|POST) /, '')))).toEqual([])
  })

  test('its devices add up to its total', async () => {
    const { target } = await playRecording(recording)
    const reading = readingOf(await readAsNamed(recording, target))
    for (const work of reading.work) {
      const rates = (reading.devices ?? []).map(
        (device) => device.work?.find((part) => part.algorithm === work.algorithm)?.hashesPerSecond,
      )
      if (rates.length === 0 || rates.includes(undefined) || work.hashesPerSecond === undefined) continue
      const sum = rates.reduce<number>((total, rate) => total + (rate ?? 0), 0)
      const fraction = work.hashesPerSecond === 0 ? sum : Math.abs(sum / work.hashesPerSecond - 1)
      if (recording.apart === undefined) expect(fraction, `${sum} against ${work.hashesPerSecond}`).toBeLessThan(0.12)
    }
  })
})

/** Of the others every byte and every field is tried in memory: `cut-anywhere.test.ts`, `one-field.test.ts`. */
const MENDED = RECORDINGS.filter(({ transport }) => transport === 'cgminer' || transport === 'length-framed')

describe.each(MENDED)('$name, broken', (recording) => {
  test('cut off anywhere, it gives an absence or a clear error, never another figure', async () => {
    const { target: whole } = await playRecording(recording)
    const told = readingOf(await readAsNamed(recording, whole))
    let keep = 1
    const { target } = await playRecording(recording, (reply) => reply.slice(0, Math.floor(reply.length * keep)))
    for (let step = 0; step < 40; step++) {
      keep = step / 40
      const read = await readAsNamed(recording, { ...target, timeoutMs: 150 })
      if (!read.ok) expect(read.problem).toContain('127.0.0.1')
      else expectNothingInvented(read.reading, told)
    }
  })

  test('whatever one field turns into, the reading stays sound', async () => {
    const answers = recording.exchanges.filter((exchange) => typeof exchange.reply !== 'string')
    let broken: { ask: string; text: string } | undefined
    const { target } = await playRecording(recording, (reply, ask) => (broken?.ask === ask ? broken.text : reply))
    for (const [position, nonsense] of sampled(answers.length === 0 ? 0 : 60)) {
      const exchange = answers[position % answers.length]
      if (!exchange) continue
      broken = { ask: exchange.ask, text: JSON.stringify(withOneFieldBroken(exchange.reply, position, nonsense)) }
      const read = await readAsNamed(recording, { ...target, timeoutMs: 500 })
      if (read.ok) expectAdmitted(read.reading, `${recording.name} with ${JSON.stringify(nonsense)}`)
    }
  })
})

/** Power and each algorithm's rate may be missing from what a cut reply says, never larger than the whole one told. */
function expectNothingInvented(cut: MinerReading, told: MinerReading): void {
  for (const work of cut.work) {
    const whole = told.work.find((candidate) => candidate.algorithm === work.algorithm)
    if (work.hashesPerSecond !== undefined && whole?.hashesPerSecond !== undefined) {
      expect(work.hashesPerSecond).toBeLessThanOrEqual(whole.hashesPerSecond * 1.2 + 1e-9)
    }
  }
  expect(cut.devices?.length ?? 0).toBeLessThanOrEqual(Math.max(told.devices?.length ?? 0, 1))
}

const NONSENSE = [
  null,
  '',
  '[N/A]',
  'nan',
  -1,
  -1e308,
  1e308,
  '1e400',
  true,
  [],
  {},
  [null],
  '\u0000',
  '--',
  -273,
  'Infinity',
]

function sampled(count: number): [number, unknown][] {
  return fc.sample(fc.tuple(fc.nat(100_000), fc.constantFrom(...NONSENSE)), { numRuns: count, seed: 4028 })
}

function withOneFieldBroken(value: unknown, position: number, nonsense: unknown): unknown {
  const places = placesIn(value)
  return replaced(value, places[position % places.length] ?? [], nonsense)
}

function placesIn(value: unknown, at: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [at]
  return Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...at, key]))
}

function replaced(value: unknown, path: string[], by: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return by
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? replaced(item, rest, by) : item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, name === key ? replaced(inner, rest, by) : inner]),
  )
}

test('every kind has a guide, and a recording unless its guide says that it is unverified', () => {
  const guides = MINER_READERS.flatMap((reader) => reader.guides)
  expect([...new Set(guides.map((guide) => guide.kind))].sort()).toEqual(
    [...new Set(MINER_READERS.flatMap((reader) => reader.kinds))].sort(),
  )
  const recorded = new Set(RECORDINGS.map((recording) => recording.kind))
  expect(guides.filter((guide) => guide.evidence !== 'unverified' && !recorded.has(guide.kind))).toEqual([])
  expect(RECORDINGS.filter((recording) => !MINER_KINDS.includes(recording.kind))).toEqual([])
})

test('a recording says something', () => {
  for (const recording of RECORDINGS) {
    expect(Object.keys(recording.reading).length, recording.name).toBeGreaterThan(2)
    expect(
      recording.exchanges.every((exchange) => textOf(exchange.reply).length > 0),
      recording.name,
    ).toBe(true)
  }
})

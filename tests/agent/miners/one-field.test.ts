import { expect, test, vi } from 'vitest'
import { expectAdmitted } from './expect-admitted'
import { figuresOf, wrongFigures } from './figures'
import { allRecordings, type Exchange, type Recording } from './play-recording'
import { readInMemory, wholeReading } from './read-in-memory'

vi.mock('#agent/miners/http-json', async (original) => {
  const { jsonInMemory } = await import('./machine-in-memory')
  return { ...(await original<object>()), getJson: jsonInMemory }
})
vi.mock('#agent/miners/tcp-text', async () => {
  const { textInMemory } = await import('./machine-in-memory')
  return { askText: textInMemory }
})

const NONSENSE = [null, 'n/a', -1, 1e308, [], {}]

type Place = { path: string[]; value: unknown }

/** Every place in a document, lists and objects before what is in them. */
function placesIn(value: unknown, path: string[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }]
  return [{ path, value }, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))]
}

function replaced(value: unknown, [key, ...rest]: string[], by: unknown): unknown {
  if (key === undefined) return by
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? replaced(item, rest, by) : item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, name === key ? replaced(inner, rest, by) : inner]),
  )
}

type Spoilt = { ask: string; text: string; name: string; isLeaf: boolean; isPacked: boolean }

/** Each way to spoil one field of one answer, with what it is called in a failure. */
function* spoilt({ ask, reply }: Exchange): Generator<Spoilt> {
  if (typeof reply === 'string') {
    for (const { index } of reply.matchAll(/=/g)) {
      const value = reply.slice(index + 1).search(/[;|\0]|$/)
      for (const nonsense of ['', 'n/a', '-1', '1e400']) {
        const text = `${reply.slice(0, index + 1)}${nonsense}${reply.slice(index + 1 + value)}`
        yield {
          ask,
          text,
          name: `${ask} ${text.slice(Math.max(0, index - 12), index + 6)}`,
          isLeaf: true,
          isPacked: false,
        }
      }
    }
    return
  }
  for (const { path, value } of placesIn(reply)) {
    const isLeaf = typeof value !== 'object' || value === null
    const isPacked = typeof value === 'string' && value.includes(';')
    for (const nonsense of NONSENSE) {
      const text = JSON.stringify(replaced(reply, path, nonsense)) ?? ''
      yield { ask, text, name: `${ask} ${path.join('.')} = ${JSON.stringify(nonsense)}`, isLeaf, isPacked }
    }
  }
}

const RIGS = allRecordings().filter(({ transport }) => transport !== 'cgminer' && transport !== 'length-framed')

test.each(RIGS)('$name: one field of a wrong kind takes itself out, and no more', async (recording: Recording) => {
  const whole = await wholeReading(recording)
  const isRig = whole.devices?.some(({ kind }) => kind !== 'board')
  const told = figuresOf(whole)
  const complaints: string[] = []
  for (const exchange of recording.exchanges) {
    for (const { ask, text, name, isLeaf, isPacked } of spoilt(exchange)) {
      const read = await readInMemory(recording, (reply, asked) => (asked === ask ? text : reply))
      if (read.ok) expectAdmitted(read.reading, name)
      // What follows from what in an ASIC's pages is its own affair.
      if (!isRig) continue
      if (!read.ok) {
        if (isLeaf) complaints.push(`${name}: ${read.problem}`)
        continue
      }
      complaints.push(...wrongFigures(read.reading, whole).map((figure) => `${name}: ${figure}`))
      const lost = told.size - figuresOf(read.reading).size
      // A list in one text goes as a whole, and Claymore's first text tells the unit of all.
      if (isLeaf && !isPacked && !/ result\.0 = /.test(name) && lost > 6)
        complaints.push(`${name}: loses ${lost} of ${told.size} figures`)
    }
  }
  expect(complaints).toEqual([])
})

import { expect, test, vi } from 'vitest'
import { parseReplyText } from '#agent/miners/cgminer/reply-text'
import { wrongFigures } from './figures'
import { documentIn } from './machine-in-memory'
import { allRecordings, type Recording, textOf } from './play-recording'
import { readInMemory, wholeReading } from './read-in-memory'

vi.mock('#agent/miners/http-json', async (original) => {
  const { jsonInMemory } = await import('./machine-in-memory')
  return { ...(await original<object>()), getJson: jsonInMemory }
})
vi.mock('#agent/miners/tcp-text', async () => {
  const { textInMemory } = await import('./machine-in-memory')
  return { askText: textInMemory }
})
const of = (...transports: Recording['transport'][]) =>
  allRecordings().filter(({ transport }) => transports.includes(transport))

test.each(of('lines', 'greeting'))(
  '$name: cut at every byte, a reply tells nothing that the whole one does not',
  async (recording) => {
    const whole = await wholeReading(recording)
    for (const { ask, reply } of recording.exchanges) {
      for (let end = 0; end < textOf(reply).length; end++) {
        const read = await readInMemory(recording, (text, asked) => (asked === ask ? text.slice(0, end) : text))
        if (read.ok) expect(wrongFigures(read.reading, whole), `${ask} cut at ${end}`).toEqual([])
      }
    }
  },
)

test.each(of('http'))(
  '$name: a page cut at any byte is no document, and without one page the rest tells nothing else',
  async (recording) => {
    const whole = await wholeReading(recording)
    for (const { ask, reply } of recording.exchanges) {
      const text = textOf(reply)
      const document = documentIn(text)
      for (let end = 0; document && end < text.length; end++) {
        const cut = documentIn(text.slice(0, end))
        if (cut) expect.fail(`${ask} cut at ${end} is ${JSON.stringify(cut.value)}`)
      }
      const read = await readInMemory(recording, (page, asked) => (asked === ask ? page.slice(0, -1) : page))
      const isRig = whole.devices?.some(({ kind }) => kind !== 'board')
      if (read.ok && isRig) expect(wrongFigures(read.reading, whole), `without ${ask}`).toEqual([])
    }
  },
)

/** Every number in a document, and every text that is one. */
function numbersIn(value: unknown): string[] {
  if (typeof value === 'number') return [String(value)]
  if (typeof value === 'string') return Number.isFinite(Number(value)) && value.trim() !== '' ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(numbersIn)
}

/** Figures as they stand in the text, ended by what may follow one: some machines write a key twice. */
function wholeNumbers(text: string): string[] {
  return [...text.matchAll(/[:,[]\s*"?(-?\d[\d.eE+-]*)"?\s*(?=[,}\]])/g)].flatMap(([, number]) => number ?? [])
}

test.each(of('cgminer'))(
  '$name: cut at every byte, no reply tells a number that the whole one does not',
  ({ exchanges }) => {
    for (const { reply } of exchanges) {
      const text = textOf(reply)
      const told = new Set([...numbersIn(parseReplyText(text)), ...wholeNumbers(text)])
      for (let end = 0; end < text.length; end++) {
        for (const number of numbersIn(parseReplyText(text.slice(0, end)))) {
          if (!told.has(number)) expect.fail(`${number} at byte ${end} of ${text.slice(0, 40)}…`)
        }
      }
    }
  },
)

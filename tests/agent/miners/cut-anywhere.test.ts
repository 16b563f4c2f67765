import { expect, test } from 'vitest'
import { parseReplyText } from '#agent/miners/cgminer/reply-text'
import { allRecordings, textOf } from './play-recording'

const CGMINER = allRecordings().filter(({ transport }) => transport === 'cgminer')

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

test.each(CGMINER)('$name: cut at every byte, no reply tells a number that the whole one does not', ({ exchanges }) => {
  for (const { reply } of exchanges) {
    const text = textOf(reply)
    const told = new Set([...numbersIn(parseReplyText(text)), ...wholeNumbers(text)])
    for (let end = 0; end < text.length; end++) {
      for (const number of numbersIn(parseReplyText(text.slice(0, end)))) {
        if (!told.has(number)) expect.fail(`${number} at byte ${end} of ${text.slice(0, 40)}…`)
      }
    }
  }
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainText } from '#lib/domain/plain-text'

test.each([
  ['Antminer S19j Pro', 'Antminer S19j Pro'],
  ['\u001b[2J\u001b[31mBitaxe\u001b[0m', 'Bitaxe'],
  ['\u009b31mBitaxe', 'Bitaxe'],
  ['\u001b]0;owned\u0007Bitaxe', 'Bitaxe'],
  ['\u001b]8;;http://evil.example\u001b\\Bitaxe', 'Bitaxe'],
  ['one\r\ntwo\tthree\u2028four', 'one two three four'],
  ['\u202eexatiB\u202c', 'exatiB'],
  ['half a letter \ud83d', 'half a letter'],
  ['⛏ Überhasher 矿机 №7', '⛏ Überhasher 矿机 №7'],
  ['\u0000 \u200b\n', ''],
])('%j becomes %j', (said, plain) => {
  expect(plainText(said, 100)).toBe(plain)
})

test('what is too long is cut between letters', () => {
  expect(plainText('a'.repeat(9), 5)).toBe('aaaaa')
  expect(plainText('aaaa⛏'.replace('⛏', '\u{1f4a5}'), 5)).toBe('aaaa')
})

test('whatever a machine says, what is left is one short line without a character that does something', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 1, max: 50 }), (said, longest) => {
      const plain = plainText(said, longest)
      expect(plain.length).toBeLessThanOrEqual(longest)
      expect(plain).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
      expect(plainText(plain, longest)).toBe(plain)
    }),
  )
})

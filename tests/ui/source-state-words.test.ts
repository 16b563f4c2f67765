import { expect, test } from 'vitest'
import { sourceStateWords } from '../../app/earnings/received/source-state-words'

test.each([
  [{ kind: 'braiins', enabled: true }, 'asked every 10 min'],
  [{ kind: 'braiins', enabled: true, lastProblem: 'It answered 503' }, 'It answered 503'],
  [{ kind: 'braiins', enabled: false }, 'switched off'],
  [
    { kind: 'braiins', enabled: false, lastProblem: 'It answered 503' },
    'switched off; when it was asked last: It answered 503',
  ],
  [{ kind: 'file', enabled: false }, 'files'],
])('%j reads %s', (source, words) => {
  expect(sourceStateWords(source)).toBe(words)
})

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { minersPage } from '../../../scripts/write-miners-table'

test('docs/miners.md says what the readers say (npm run miners-table)', () => {
  expect(readFileSync(new URL('../../../docs/miners.md', import.meta.url), 'utf8')).toBe(minersPage())
})

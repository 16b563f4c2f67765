import { expect, test } from 'vitest'
import { compareVersions } from '#lib/domain/compare-versions'
import { protocolProblem } from '#lib/domain/protocol-problem'

const spoken = { oldest: 2, newest: 4 }

test.each([2, 3, 4])('a server that speaks 2 to 4 talks to an agent of protocol %i', (protocol) => {
  expect(protocolProblem(protocol, spoken)).toBeUndefined()
})

test('an agent before the oldest is to be updated, one after the newest waits for its server', () => {
  expect(protocolProblem(1, spoken)).toMatch(/too old .* update the agent/)
  expect(protocolProblem(5, spoken)).toMatch(/newer than the server .* update the server/)
})

test.each([
  ['1.9.2', '1.10.0', -1],
  ['2.0', '1.99.99', 1],
  ['1.2.3', '1.2.3-beta.1', 0],
  ['built by hand', '0.0.1', -1],
])('version %s against %s', (one, other, sign) => {
  expect(Math.sign(compareVersions(one, other))).toBe(sign)
})

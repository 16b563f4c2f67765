import fc from 'fast-check'
import { expect, test } from 'vitest'
import { luckDeviation, reconcile } from '#lib/domain/reconciliation'

const COIN = 10n ** 12n

test('a month: a tenth down, a tenth paused, 1 % rejected, 2 % fee, and the pool paid less than luck allows', () => {
  const told = reconcile({
    ...{ claimedPico: 8n * COIN, creditedPico: 7n * COIN, workSeconds: 800, pausedSeconds: 100, expectedSeconds: 1000 },
    ...{ rejectedFraction: 0.01, feeFraction: 0.02, luckFraction: luckDeviation({ shares: 10_000 }) },
  })
  expect(told.potentialPico).toBe(10n * COIN)
  expect(told.expectedPico).toBe(7_761_600_000_000n)
  expect(Object.fromEntries(told.parts.map(({ kind, pico }) => [kind, Number(pico) / 1e12]))).toEqual({
    ...{ faults: 1, pauses: 1, rejects: 0.08, fee: 0.1584, luck: 0.077616, unexplained: 0.683984 },
  })
  expect(told.deviations).toBeCloseTo(-9.81, 2)
})

test('within one deviation all is luck, also when more came than was expected', () => {
  const even = { workSeconds: 1, pausedSeconds: 0, expectedSeconds: 1, feeFraction: 0, luckFraction: 0.1 }
  for (const creditedPico of [95n, 105n]) {
    expect(reconcile({ ...even, claimedPico: 100n, creditedPico }).parts.at(-1)).toEqual({
      kind: 'unexplained',
      pico: 0n,
    })
  }
})

test('a solo miner who found 4 blocks is half lucky', () => {
  expect(luckDeviation({ blocks: 4 })).toBe(0.5)
  expect(luckDeviation({})).toBe(0)
})

test('the parts sum to the gap, to the last unit', () => {
  const amount = fc.bigInt({ min: 0n, max: 10n ** 20n })
  const seconds = fc.double({ min: 0, max: 1e9, noNaN: true })
  const fraction = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(
      fc.record({
        ...{ claimedPico: amount, creditedPico: amount, workSeconds: seconds, pausedSeconds: seconds },
        ...{ expectedSeconds: seconds, rejectedFraction: fraction, feeFraction: fraction, luckFraction: fraction },
      }),
      (input) => {
        const { parts, gapPico, potentialPico, creditedPico } = reconcile(input)
        expect(parts.reduce((sum, { pico }) => sum + pico, 0n)).toBe(gapPico)
        expect(potentialPico - creditedPico).toBe(gapPico)
      },
    ),
  )
})

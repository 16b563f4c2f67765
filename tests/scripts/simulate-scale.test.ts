import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { figuresFrom } from '../../scripts/scale/constants.ts'
import { loseANode } from '../../scripts/scale/lose-a-node.ts'
import { firstToBreak, installationsFor, nodeShare, reckonScale } from '../../scripts/scale/reckon-scale.ts'
import { withTables } from '../../scripts/simulate-scale.ts'

const figures = figuresFrom()
const fleet = (rigs: number, intervalSeconds = 60, browsers = 100) => ({
  rigs,
  intervalSeconds,
  browsers,
  retentionDays: 365,
})

test('docs/scaling.md says what the sums say (npm run simulate-scale -- --write)', () => {
  const page = readFileSync(new URL('../../docs/scaling.md', import.meta.url), 'utf8')
  expect(withTables(page, figures)).toBe(page)
})

test('the farm that was measured comes out as it was measured', () => {
  expect(nodeShare(figures, fleet(10_000, 10), 1)).toBeCloseTo(0.65, 6)
})

test('what the bench has measured anew takes the place of its constant, and of no other', () => {
  const fresh = figuresFrom({
    figures: [
      { name: 'a node: a rig in memory', value: 100 },
      { name: 'nobody reckons with this', value: 7 },
    ],
  })
  expect(fresh).toEqual({ ...figures, rigKibibytes: 100 })
  expect(() => figuresFrom({ figures: [{ name: 'a node: a rig in memory', value: 0 }] })).toThrow()
})

test('more nodes help until following each other takes all they have', () => {
  expect(reckonScale(figures, fleet(60_000)).nodes).toBe(1)
  expect(reckonScale(figures, fleet(100_000)).nodes).toBe(2)
  const far = reckonScale(figures, fleet(1_000_000))
  expect(far.nodes).toBeUndefined()
  expect(far.breaks.map(({ what }) => what)).toContain('following the other nodes')
  expect(nodeShare(figures, fleet(1_000_000), 10_000)).toBeGreaterThan(1)
})

test('rigs are shared among as few installations as can carry them', () => {
  const installations = installationsFor(figures, fleet(1_000_000))
  const carried = (among: number) => reckonScale(figures, fleet(1_000_000 / among)).nodes !== undefined
  expect([carried(installations), carried(installations - 1)]).toEqual([true, false])
})

test('each thing is asked too much from the fleet on that is said to', () => {
  for (const { what, rigs } of firstToBreak(figures, fleet(0))) {
    const isBroken = (size: number) => reckonScale(figures, fleet(size)).breaks.some((limit) => limit.what === what)
    expect([what, isBroken(rigs * 0.9), isBroken(rigs)]).toEqual([what, false, true])
  }
})

test('whatever is lost, every reading told is answered or still waits', () => {
  fc.assert(
    fc.property(
      fc.record({
        rigs: fc.integer({ min: 100, max: 60_000 }),
        nodes: fc.integer({ min: 2, max: 6 }),
        agents: fc.integer({ min: 1, max: 60 }),
        how: fc.constantFrom('killed' as const, 'cut off' as const),
        seed: fc.integer(),
      }),
      ({ rigs, ...given }) => {
        const lost = loseANode(figures, fleet(rigs, 30), given)
        if (lost.drainedAfterSeconds === undefined) return
        // What the last steps told may still be on its way.
        expect(lost.told - lost.answered).toBeLessThanOrEqual((rigs / 30) * 0.3 + 1e-3)
        expect(lost.answered).toBeLessThanOrEqual(lost.told + 1e-3)
      },
    ),
    { numRuns: 12 },
  )
})

test('a killed node costs its agents a reconnect; one that is cut off, until they notice; too few nodes never catch up', () => {
  const lose = (nodes: number, how: 'killed' | 'cut off') =>
    loseANode(figures, fleet(100_000), { nodes, agents: 100, how })
  expect(lose(3, 'killed').longestWaitSeconds).toBeLessThanOrEqual(1.6)
  const cutOff = lose(3, 'cut off')
  expect(cutOff.longestWaitSeconds).toBeGreaterThan(20)
  expect(cutOff.longestWaitSeconds).toBeLessThan(50)
  expect(lose(2, 'killed').drainedAfterSeconds).toBeUndefined()
})

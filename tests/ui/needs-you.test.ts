import { expect, test } from 'vitest'
import { conditionOf, troubleRank } from '../../app/fleet/condition'
import { wordsOfLosses, wordsOfNeed } from '../../app/fleet/need-words'
import { foldLosses, needsYou } from '../../app/fleet/needs-you'
import { rigRow } from './rig-row'

const hot = (celsius: number, severity: 'warning' | 'critical') => ({
  celsius,
  sensor: 'memory' as const,
  device: 4,
  warningCelsius: 100,
  criticalCelsius: 106,
  severity,
})

test('what needs a person is told worst first, and among equals the longest standing first', () => {
  const needs = needsYou([
    rigRow({ id: 1, losesMoney: true, perDay: { profit: -0.21 } }),
    rigRow({ id: 2, hottest: hot(104, 'warning') }),
    rigRow({ id: 3, state: 'offline', stateSinceMs: 5000 }),
    rigRow({ id: 4, state: 'offline', stateSinceMs: 1000 }),
    rigRow({ id: 5, state: 'zero' }),
    rigRow({ id: 6, hottest: hot(108, 'critical') }),
    rigRow({ id: 7 }),
  ])
  expect(needs.map((need) => [need.rigId, need.mark])).toEqual([
    [4, 'offline'],
    [3, 'offline'],
    [5, 'zero'],
    [6, 'hot'],
    [2, 'hot'],
    [1, 'loses'],
  ])
})

test('a rig that is in repair, stored or sold needs nobody', () => {
  for (const lifecycle of ['repair', 'stored', 'sold'] as const) {
    expect(needsYou([rigRow({ lifecycle, state: 'offline' })])).toEqual([])
  }
})

test('a rig with two troubles is listed with both', () => {
  const marks = needsYou([rigRow({ missingDevices: 1, losesMoney: true })]).map((need) => need.mark)
  expect(marks).toEqual(['missing', 'loses'])
})

test('an offline rig is not also called hot or incomplete on its last figures', () => {
  const marks = needsYou([rigRow({ state: 'offline', missingDevices: 2, hottest: hot(108, 'critical') })])
  expect(marks.map((need) => need.mark)).toEqual(['offline'])
})

test('trouble sorts before what runs, and what is out of service comes last', () => {
  const ordered = [
    rigRow({ id: 1, state: 'offline' }),
    rigRow({ id: 2, hottest: hot(104, 'warning') }),
    rigRow({ id: 3, losesMoney: true }),
    rigRow({ id: 4 }),
    rigRow({ id: 5, state: 'paused' }),
    rigRow({ id: 6, lifecycle: 'sold', state: 'offline' }),
  ]
  const shuffled = [...ordered].reverse().sort((one, other) => troubleRank(one) - troubleRank(other))
  expect(shuffled.map((row) => row.id)).toEqual([1, 2, 3, 4, 5, 6])
})

test('a rig that hashes but overheats wears the mark of heat, not that of well-being', () => {
  expect(conditionOf(rigRow({ hottest: hot(104, 'warning') })).mark).toBe('hot')
  expect(conditionOf(rigRow({})).mark).toBe('hashing')
})

test('a standstill says since when and what it has cost so far', () => {
  const [need] = needsYou([rigRow({ state: 'offline', stateSinceMs: 0, lostPerDay: 24 })])
  if (!need) throw new Error('an offline rig is a need')
  const words = wordsOfNeed(need, { nowMs: 30 * 60_000, timeZone: 'UTC', currency: 'USD' })
  expect(words.detail).toBe('since 00:00 · $0.50 not earned so far')
  expect(words.since).toBe('30 min')
})

test('three rigs that lose money are told each, a dozen in one line with their loss together', () => {
  const losers = (count: number) =>
    needsYou(Array.from({ length: count }, (_, id) => rigRow({ id, losesMoney: true, profitThisHour: -0.25 })))
  expect(foldLosses(losers(3))).toMatchObject({ listed: { length: 3 }, losers: [] })
  const folded = foldLosses([...needsYou([rigRow({ id: 99, state: 'offline' })]), ...losers(12)])
  expect(folded.listed.map((need) => need.rigId)).toEqual([99])
  expect(wordsOfLosses(folded.losers, 'USD')).toMatchObject({
    title: '12 rigs lose money this hour',
    detail: '−$3.00 together, at present rates',
  })
})

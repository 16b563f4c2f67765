import { expect, test } from 'vitest'
import type { DiscoveredMachine } from '../../app/discover/discovered'
import { countWords, mayBeAdopted, orderMachines } from '../../app/discover/order-machines'

function machine(id: number, changes: Partial<DiscoveredMachine> = {}): DiscoveredMachine {
  const host = changes.host ?? `10.0.0.${id}`
  const met = { firstSeenMs: 1, lastSeenMs: 2 }
  return {
    id,
    address: host,
    host,
    locked: false,
    hasStockLogin: false,
    isNew: false,
    isWatched: false,
    ...met,
    ...changes,
  }
}

test('what is new stands first, then what nobody watches, by address as people count', () => {
  const machines = [
    machine(1, { isWatched: true }),
    machine(2, { host: '10.0.0.10' }),
    machine(3, { host: '10.0.0.9' }),
    machine(4, { isNew: true, host: '10.0.0.77' }),
    machine(5, { locked: true }),
    machine(6, { vanishedAtMs: 3 }),
    machine(7, { vanishedAtMs: 3, isWatched: true }),
  ]
  expect(orderMachines(machines).map(({ id }) => id)).toEqual([4, 3, 2, 7, 5, 1, 6])
})

test('only what is there, open and watched by nobody can be ticked', () => {
  expect(mayBeAdopted(machine(1))).toBe(true)
  expect(mayBeAdopted(machine(1, { isWatched: true }))).toBe(false)
  expect(mayBeAdopted(machine(1, { locked: true }))).toBe(false)
  expect(mayBeAdopted(machine(1, { vanishedAtMs: 3 }))).toBe(false)
})

test('the card says how many machines are there, and how many wait', () => {
  expect(countWords([machine(1, { isWatched: true })])).toBe('1 machine')
  expect(countWords([machine(1), machine(2), machine(3, { vanishedAtMs: 3 })])).toBe('2 machines, 2 not watched yet')
})

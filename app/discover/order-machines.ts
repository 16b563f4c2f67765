import type { DiscoveredMachine } from './discovered'

/** Those that may be adopted can be ticked. */
export function mayBeAdopted({ isWatched, locked, vanishedAtMs }: DiscoveredMachine): boolean {
  return !isWatched && !locked && vanishedAtMs === undefined
}

/** What asks for a decision first: new ones, then those nobody watches, then the watched and the vanished; by address within. */
export function orderMachines(machines: readonly DiscoveredMachine[]): DiscoveredMachine[] {
  return machines.toSorted((one, other) => rank(one) - rank(other) || byAddress(one.host, other.host))
}

/** "3 machines, 2 not watched yet". */
export function countWords(machines: readonly DiscoveredMachine[]): string {
  const there = machines.filter(({ vanishedAtMs }) => vanishedAtMs === undefined)
  const open = there.filter(mayBeAdopted).length
  const words = `${there.length} ${there.length === 1 ? 'machine' : 'machines'}`
  return open === 0 ? words : `${words}, ${open} not watched yet`
}

function rank(machine: DiscoveredMachine): number {
  if (mayBeAdopted(machine)) return machine.isNew ? 0 : 1
  if (machine.movedFrom !== undefined) return 0
  if (machine.vanishedAtMs !== undefined) return machine.isWatched ? 2 : 5
  return machine.locked ? 3 : 4
}

function byAddress(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true })
}

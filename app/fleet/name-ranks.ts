import type { RigRow } from '#lib/wire/dashboard-events'

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

let known: { rows: RigRow[]; ranks: Map<number, number> } = { rows: [], ranks: new Map() }

/**
 * The place of each rig in the order of names, digits counted as numbers. Comparing ten thousand names takes long enough
 * to be felt, and figures change every second while names hardly ever do: the last order is kept until a name changes.
 */
export function nameRanks(rows: RigRow[]): Map<number, number> {
  if (!sameNames(rows, known.rows)) {
    const order = [...rows].sort((one, other) => collator.compare(one.name, other.name) || one.id - other.id)
    known = { rows, ranks: new Map(order.map((row, rank) => [row.id, rank])) }
  }
  return known.ranks
}

function sameNames(rows: RigRow[], others: RigRow[]): boolean {
  return (
    rows.length === others.length &&
    rows.every((row, index) => row.id === others[index]?.id && row.name === others[index]?.name)
  )
}

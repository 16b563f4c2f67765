import type { FleetDelta, FleetSnapshot, RigRow } from '#lib/wire/dashboard-events'

/**
 * The fleet after a delta; undefined when the delta does not follow the version held, which means that one was missed
 * and a new snapshot is due. Rows that did not change keep their identity, so that only changed rows draw again.
 */
export function applyDelta(fleet: FleetSnapshot, delta: FleetDelta): FleetSnapshot | undefined {
  if (delta.follows !== fleet.version) return undefined
  return {
    version: delta.version,
    serverAtMs: delta.serverAtMs,
    currency: delta.currency ?? fleet.currency,
    sites: delta.sites ?? fleet.sites,
    contracts: delta.contracts ?? fleet.contracts,
    rigs: mergeRows(fleet.rigs, delta.rigs, delta.removedRigIds),
    totals: delta.totals,
    market: delta.market,
  }
}

function mergeRows(rows: RigRow[], changed: RigRow[], removedIds: number[]): RigRow[] {
  if (changed.length === 0 && removedIds.length === 0) return rows
  const changedById = new Map(changed.map((row) => [row.id, row]))
  const removed = new Set(removedIds)
  const merged: RigRow[] = []
  for (const row of rows) {
    const next = changedById.get(row.id)
    changedById.delete(row.id)
    if (!removed.has(row.id)) merged.push(next ?? row)
  }
  for (const row of changedById.values()) if (!removed.has(row.id)) merged.push(row)
  return merged
}

import type { RigRow } from '#lib/wire/dashboard-events'

/** A rig that hashes well, changed by what a test is about. */
export function rigRow(changes: Partial<RigRow>): RigRow {
  return {
    id: 1,
    key: 'aa:bb:cc:00:11:22',
    name: 'rig-1',
    siteId: 1,
    lifecycle: 'active',
    tags: [],
    state: 'hashing',
    stateSinceMs: 0,
    work: [],
    powerAtTheWall: true,
    missingDevices: 0,
    perDay: {},
    losesMoney: false,
    assumed: false,
    ...changes,
  }
}

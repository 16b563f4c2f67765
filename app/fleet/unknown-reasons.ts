import type { RigRow } from '#lib/wire/dashboard-events'

/** Why a figure of a row is missing or not exact, in words for the hover and the screen reader. */
export function reasonsOf(row: RigRow) {
  const gone =
    row.state === 'offline'
      ? 'the rig is offline: its last figures are no longer true'
      : row.state === 'never'
        ? 'the rig has not reported yet'
        : undefined
  return {
    hashRate: gone ?? 'the miner tells no hash rate',
    hottest: gone ?? 'the miner tells no temperature',
    power: gone ?? 'the miner tells no power, and no estimate is known for this machine',
    efficiency: gone ?? (row.powerWatts === undefined ? 'needs a known power' : 'needs a hash rate above zero'),
    notAtTheWall: NOT_AT_THE_WALL[row.powerSource ?? 'estimated'],
  }
}

const NOT_AT_THE_WALL = {
  metered: 'not measured at the wall',
  input: 'not measured at the wall',
  output: 'the supply’s output: the wall draws more',
  estimated: 'an estimate, not measured at the wall',
} as const

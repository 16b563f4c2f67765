import { celsiusFrom, compact, countFrom, nonNegativeFrom, present } from '../lenient'
import type { MinerReading, ReaderMemory } from '../miner-reader'
import { readGeneric } from './generic'
import { type Replies, rowsOf, statsOf } from './replies'

/** Goldshell's BFGMiner: sensors under names of its own, boards without chips listed too. It does not say what it hashes. */
export function readGoldshell(replies: Replies, name: string, nowMs: number, memory?: ReaderMemory): MinerReading {
  const generic = readGeneric(replies, name, nowMs, memory)
  const rows = rowsOf(replies, 'DEVS')
  const details = rowsOf(replies, 'DEVDETAILS')
  const stats = statsOf(replies)
  const devices = generic.devices
    ?.map((device, position) =>
      compact({
        ...device,
        name: undefined,
        temperatureCelsius: celsiusFrom(rows[position]?.['tstemp-2']) ?? device.temperatureCelsius,
        boardCelsius: celsiusFrom(rows[position]?.['tstemp-1']),
      }),
    )
    .filter((device, position) => {
      const chips = countFrom(details.find((row) => countFrom(row.ID) === device.index)?.['chips-nr'])
      // An empty slot is listed like a board, cold and still.
      const alive = !!rows[position]?.['tstemp-2'] || !!device.work?.[0]?.hashesPerSecond
      return chips === undefined ? alive : chips > 0
    })
  const fans = [0, 1, 2, 3, 4, 5, 6, 7]
    .map((slot) => present({ rpm: nonNegativeFrom(stats[`fan${slot}`]) }))
    .filter((fan) => fan !== undefined)
  const turning = fans.some((fan) => fan.rpm)
  return compact({
    ...generic,
    devices: devices && devices.length > 0 ? devices : undefined,
    fans: turning ? fans : undefined,
    cooling: turning ? ('air' as const) : undefined,
  })
}

/** Whether the boards' sensors are named as only Goldshell names them. */
export function isGoldshell(replies: Replies): boolean {
  return rowsOf(replies, 'DEVS').some((row) => 'tstemp-1' in row || 'tstemp-2' in row)
}

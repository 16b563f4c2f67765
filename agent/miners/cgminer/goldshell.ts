import type { FanReport } from '#lib/domain/reading'
import {
  celsiusFrom,
  compact,
  countFrom,
  highest,
  type JsonObject,
  megahertzFrom,
  nonNegativeFrom,
  present,
} from '../lenient'
import type { MinerReading, ReaderMemory } from '../miner-reader'
import { readGeneric } from './generic'
import { type Replies, rowsOf, statsOf } from './replies'

/**
 * Goldshell's BFGMiner and intminer: sensors under names of their own (`tstemp-0` and `tstemp-1` of chips, `tstemp-2` of the board, as
 * captures of an SC5 Pro II show beside its web page), boards without chips listed too. It does not say what it hashes.
 */
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
        temperatureCelsius:
          highest([celsiusFrom(rows[position]?.['tstemp-0']), celsiusFrom(rows[position]?.['tstemp-1'])]) ??
          device.temperatureCelsius,
        boardCelsius: celsiusFrom(rows[position]?.['tstemp-2']),
        frequencyMegahertz: megahertzFrom(rows[position]?.clock) ?? device.frequencyMegahertz,
      }),
    )
    .filter((device, position) => {
      const chips = countFrom(details.find((row) => countFrom(row.ID) === device.index)?.['chips-nr'])
      // An empty slot is listed like a board, cold and still.
      const alive = !!rows[position]?.['tstemp-2'] || !!device.work?.[0]?.hashesPerSecond
      return chips === undefined ? alive : chips > 0
    })
  const fans = fansOf(stats) ?? rows.map(fansOf).find((found) => found !== undefined) ?? []
  const turning = fans.some((fan) => fan.rpm)
  return compact({
    ...generic,
    devices: devices && devices.length > 0 ? devices : undefined,
    fans: turning ? fans : undefined,
    cooling: turning ? ('air' as const) : undefined,
  })
}

/** `fan0`, `fan1`, …: of the machine as a whole, and with intminer repeated in every board's row. */
function fansOf(row: JsonObject): FanReport[] | undefined {
  const fans = [0, 1, 2, 3, 4, 5, 6, 7]
    .map((slot) => present({ rpm: nonNegativeFrom(row[`fan${slot}`]) }))
    .filter((fan) => fan !== undefined)
  return fans.length > 0 ? fans : undefined
}

/** Whether the boards' sensors are named as only Goldshell names them. */
export function isGoldshell(replies: Replies): boolean {
  return rowsOf(replies, 'DEVS').some((row) => Object.keys(row).some((key) => /^tstemp-\d$/.test(key)))
}

import {
  celsiusFrom,
  compact,
  countFrom,
  flagFrom,
  hashesPerSecondFrom,
  highest,
  type JsonObject,
  macFrom,
  nonNegativeFrom,
  percentFrom,
  positiveFrom,
  present,
  textFrom,
} from '../lenient'
import type { MinerReading, ReaderMemory } from '../miner-reader'
import { readAntminer } from './antminer'
import { readGeneric } from './generic'
import { type Replies, rowsOf, statsOf } from './replies'

/** LuxOS: cgminer's summary with minute windows, plus commands of its own (`power`, `temps`, `fans`, `config`). */
export function readLuxos(replies: Replies, name: string, nowMs: number, memory?: ReaderMemory): MinerReading {
  const generic = readGeneric(replies, name, nowMs, memory)
  const boardsOfStats = 'chain_acn1' in statsOf(replies) ? readAntminer(replies, name, nowMs) : undefined
  const config = rowsOf(replies, 'CONFIG')[0] ?? {}
  const power = rowsOf(replies, 'POWER')[0] ?? {}
  const powerWatts = positiveFrom(power.Watts)
  const nameplate = positiveFrom(hashesPerSecondFrom(config.NameplateTHS, 1e12))
  const temperatures = rowsOf(replies, 'TEMPS')
  const water = waterSensors(rowsOf(replies, 'METADATA'))
  const fans = rowsOf(replies, 'FANS').map((fan) =>
    present({ rpm: nonNegativeFrom(fan.RPM), percent: percentFrom(fan.Speed) }),
  )
  const known = fans.filter((fan) => fan !== undefined)
  const status = `${textFrom(config.SystemStatus) ?? ''} ${textFrom(config.CurtailMode) ?? ''}`
  const asleep = /sleep|curtail|pause/i.test(status)
  const starting = /init|wake|tuning/i.test(status) || flagFrom(config.IsTuning) === true
  const devices = generic.devices?.map((device) =>
    compact({
      ...device,
      name: undefined,
      // Its sensors are on the board.
      temperatureCelsius:
        boardsOfStats?.devices?.find((board) => board.index === device.index)?.temperatureCelsius ??
        device.temperatureCelsius,
      boardCelsius: hottestSensor(temperatures, device.index, water),
      coolantInCelsius: sensorOf(temperatures, device.index, water.inlet),
      coolantOutCelsius: sensorOf(temperatures, device.index, water.outlet),
    }),
  )
  return compact({
    ...generic,
    state: asleep ? ('paused' as const) : starting ? ('warming' as const) : generic.state,
    miner: compact({
      ...generic.miner,
      model: textFrom(config.Model) ?? generic.miner.model,
      mac: macFrom(config.MACAddr) ?? generic.miner.mac,
      serial: textFrom(config.SerialNumber),
    }),
    work: generic.work.map((work) =>
      compact({
        ...work,
        algorithm: boardsOfStats?.work[0]?.algorithm ?? (work.algorithm === 'unknown' ? 'sha256d' : work.algorithm),
        nominalHashesPerSecond:
          work.nominalHashesPerSecond ?? boardsOfStats?.work[0]?.nominalHashesPerSecond ?? nameplate,
      }),
    ),
    powerWatts,
    // `PSU: false` is its word for a figure that no power supply measured.
    powerSource:
      powerWatts === undefined ? undefined : flagFrom(power.PSU) === true ? ('input' as const) : ('estimated' as const),
    devices: devices ?? boardsOfStats?.devices,
    fans: known.length > 0 ? known : boardsOfStats?.fans,
    cooling: coolingFrom(config.Cooling) ?? boardsOfStats?.cooling ?? generic.cooling,
  })
}

type WaterSensors = { inlet?: string; outlet?: string }

/** `METADATA` beside the temperatures says which sensor sits where: `{ "BottomLeft": …, "Label": "Water Inlet" }`. */
function waterSensors(metadata: JsonObject[]): WaterSensors {
  const named = (label: RegExp) => {
    const row = metadata.find((candidate) => label.test(textFrom(candidate.Label) ?? '')) ?? {}
    return Object.keys(row).find((key) => key !== 'Label')
  }
  return compact({ inlet: named(/water inlet/i), outlet: named(/water outlet/i) })
}

/** Sensors have other names on every model (`TopLeft`, `ChipTopRight`, `BoardCh0`); those named after a chip are not the board's. */
function hottestSensor(rows: JsonObject[], index: number, water: WaterSensors): number | undefined {
  const row = rows.find((candidate) => countFrom(candidate.ID) === index) ?? {}
  const ofBoard = Object.entries(row).filter(
    ([name]) => !/^(ID|TEMP)$|chip/i.test(name) && name !== water.inlet && name !== water.outlet,
  )
  return highest(ofBoard.map(([, degrees]) => celsiusFrom(degrees)))
}

function sensorOf(rows: JsonObject[], index: number, name: string | undefined): number | undefined {
  return name === undefined ? undefined : celsiusFrom(rows.find((row) => countFrom(row.ID) === index)?.[name])
}

function coolingFrom(value: unknown): MinerReading['cooling'] {
  const word = textFrom(value)?.toLowerCase()
  if (word === 'air' || word === 'hydro' || word === 'immersion') return word
  return undefined
}

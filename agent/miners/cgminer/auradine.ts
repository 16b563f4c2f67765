import type { DeviceReport, FanReport } from '#lib/domain/reading'
import {
  celsiusFrom,
  compact,
  countFrom,
  flagFrom,
  highest,
  type JsonObject,
  leadingNumberFrom,
  macFrom,
  nonNegativeFrom,
  objectsFrom,
  positiveFrom,
  present,
  textFrom,
} from '../lenient'
import type { MinerReading, ReaderMemory } from '../miner-reader'
import { readGeneric } from './generic'
import { type Replies, rowsOf } from './replies'

/** Auradine Teraflux (GCMiner, FluxOS): cgminer's rows, and commands of its own whose values carry their units (`"58.94W"`). */
export function readAuradine(replies: Replies, name: string, nowMs: number, memory?: ReaderMemory): MinerReading {
  const generic = readGeneric(replies, name, nowMs, memory)
  const supply = rowsOf(replies, 'PSU')[0] ?? {}
  const report = rowsOf(replies, 'IPReport')[0] ?? {}
  const mode = rowsOf(replies, 'Mode')[0] ?? {}
  const input = positiveFrom(leadingNumberFrom(supply.PowerIn))
  const powerWatts = input ?? positiveFrom(leadingNumberFrom(supply.PowerOut))
  const fans = rowsOf(replies, 'Fan').map(readFan)
  const known = fans.filter((fan) => fan !== undefined)
  const asleep = flagFrom(mode.Sleep) === true || /sleep/i.test(textFrom(mode.Mode) ?? '')
  const temperatures = rowsOf(replies, 'Temperature')
  return compact({
    ...generic,
    state: asleep ? ('paused' as const) : generic.state,
    miner: compact({
      ...generic.miner,
      version: textFrom(report.version) ?? generic.miner.version,
      model: modelOf(textFrom(report.model)) ?? generic.miner.model,
      mac: macFrom(report.mac),
      serial: textFrom(report.SerialNo),
    }),
    work: generic.work.map((work) => ({ ...work, algorithm: 'sha256d' })),
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : input === undefined ? ('output' as const) : ('input' as const),
    devices: generic.devices?.map((device) => withTemperatures(device, temperatures)),
    fans: known.length > 0 ? known : generic.fans,
    cooling: known.some((fan) => fan.rpm) ? ('air' as const) : generic.cooling,
  })
}

function withTemperatures(device: DeviceReport, rows: JsonObject[]): DeviceReport {
  const row = rows.find((candidate) => countFrom(candidate.ID) === device.index)
  const hottest = (sensors: unknown) => highest(objectsFrom(sensors).map((sensor) => celsiusFrom(sensor.Temperature)))
  return compact({
    ...device,
    name: undefined,
    work: device.work?.map((work) => ({ ...work, algorithm: 'sha256d' })),
    temperatureCelsius: hottest(row?.ChipTemp),
    // What `devs` calls its temperature is the board's.
    boardCelsius: hottest(row?.BoardTemp) ?? device.temperatureCelsius,
  })
}

function readFan(fan: JsonObject): FanReport | undefined {
  const rpm = nonNegativeFrom(leadingNumberFrom(fan.Speed))
  return present({ rpm })
}

function modelOf(model: string | undefined): string | undefined {
  return model && (/auradine|teraflux/i.test(model) ? model : `Auradine ${model}`)
}

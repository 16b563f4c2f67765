import {
  celsiusFrom,
  compact,
  countFrom,
  flagFrom,
  highest,
  macFrom,
  nonNegativeFrom,
  positiveFrom,
  present,
  textFrom,
} from '../lenient'
import type { MinerReading, ReaderMemory } from '../miner-reader'
import { readGeneric } from './generic'
import { windowedRate } from './hash-windows'
import { type Replies, statsOf } from './replies'

/** Bitdeer's SealMiner (bdminer): one flat row of `stats`, boards and fans under numbered keys. */
export function readSealminer(replies: Replies, name: string, nowMs: number, memory?: ReaderMemory): MinerReading {
  const generic = readGeneric(replies, name, nowMs, memory)
  const stats = statsOf(replies)
  const algorithm = 'sha256d'
  const slots = Array.from({ length: 8 }, (_, slot) => slot)
  const input = positiveFrom(stats['PSU Input Power'])
  const powerWatts = input ?? positiveFrom(stats['PSU Output Power'])
  const devices = slots
    .filter((slot) => flagFrom(stats[`${slot} Online`]) === true)
    .map((slot) =>
      compact({
        index: slot,
        kind: 'board' as const,
        work: [compact({ algorithm, hashesPerSecond: windowedRate({ 'MHS 5s': stats[`${slot} MHS(Sample)`] }) })],
        boardCelsius: highest(slots.map((sensor) => celsiusFrom(stats[`${slot} Temp ${sensor}`]))),
        frequencyMegahertz: positiveFrom(stats[`${slot} Freq`]),
      }),
    )
  const fans = slots
    .map((slot) => present({ rpm: nonNegativeFrom(stats[`${slot} Speed`]) }))
    .filter((fan) => fan !== undefined)
  const code = textFrom(stats['Error Code'])
  const tuning = /tuning$/i.test(textFrom(stats['Tune Status']) ?? '')
  return compact({
    ...generic,
    state: tuning ? ('warming' as const) : generic.state,
    miner: compact({
      ...generic.miner,
      version: textFrom(stats.Firmware) ?? generic.miner.version,
      model: textFrom(stats.Model) && `Sealminer ${textFrom(stats.Model)}`,
      machineUptimeSeconds: countFrom(stats['System Uptime']),
      mac: macFrom(stats.MAC),
      serial: textFrom(stats['Ctrl Board SN']),
    }),
    work: generic.work.map((work) =>
      compact({
        ...work,
        algorithm,
        hashesPerSecond: windowedRate(stats) ?? work.hashesPerSecond,
        nominalHashesPerSecond: windowedRate({ 'MHS 1m': positiveFrom(stats['MHS(Ideal)']) }),
      }),
    ),
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : input === undefined ? ('output' as const) : ('input' as const),
    devices: devices.length > 0 ? devices : generic.devices,
    fans: fans.length > 0 ? fans : undefined,
    cooling:
      flagFrom(stats['Liquid Cooling']) === true
        ? ('hydro' as const)
        : fans.some((fan) => fan.rpm)
          ? ('air' as const)
          : undefined,
    errors: code && code !== '0' ? [{ code }] : undefined,
  })
}

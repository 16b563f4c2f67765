import {
  celsiusFrom,
  compact,
  countFrom,
  nonNegativeFrom,
  percentFrom,
  positiveFrom,
  present,
  textFrom,
} from '../lenient'
import type { MinerReading, ReaderMemory } from '../miner-reader'
import { readGeneric } from './generic'
import { type Replies, rowsOf } from './replies'

/** Braiins OS over its cgminer door: minute windows, `temps` and `fans` rows, and the tuner's estimate of the power. */
export function readBraiins(replies: Replies, name: string, nowMs: number, memory?: ReaderMemory): MinerReading {
  const generic = readGeneric(replies, name, nowMs, memory)
  const temperatures = rowsOf(replies, 'TEMPS')
  const tuner = rowsOf(replies, 'TUNERSTATUS')[0] ?? {}
  const powerWatts = positiveFrom(tuner.ApproximateMinerPowerConsumption)
  const fans = rowsOf(replies, 'FANS').map((fan) =>
    present({ rpm: nonNegativeFrom(fan.RPM), percent: percentFrom(fan.Speed) }),
  )
  const known = fans.filter((fan) => fan !== undefined && fan.rpm !== 0)
  return compact({
    ...generic,
    miner: compact({
      ...generic.miner,
      model: textFrom(rowsOf(replies, 'DEVDETAILS')[0]?.Model) ?? generic.miner.model,
    }),
    work: generic.work.map((work) => ({
      ...work,
      algorithm: work.algorithm === 'unknown' ? 'sha256d' : work.algorithm,
    })),
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : ('estimated' as const),
    devices: generic.devices?.map((device) => {
      const row = temperatures.find((candidate) => countFrom(candidate.ID) === device.index)
      const chip = celsiusFrom(row?.Chip)
      return compact({
        ...device,
        name: undefined,
        temperatureCelsius: chip ?? device.temperatureCelsius,
        boardCelsius: celsiusFrom(row?.Board),
      })
    }),
    fans: known.length > 0 ? known.flatMap((fan) => (fan ? [fan] : [])) : undefined,
  })
}

import {
  celsiusFrom,
  compact,
  countFrom,
  type JsonObject,
  nonNegativeFrom,
  objectsFrom,
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
  const details = rowsOf(replies, 'DEVDETAILS')
  const chains = objectsFrom(tuner.TunerChainStatus)
  const statuses = chains.map((chain) => textFrom(chain.Status) ?? '')
  const paused = statuses.length > 0 && statuses.every((status) => /paus|sleep|idle/i.test(status))
  const tuning = statuses.some((status) => /^(tuning|testing)/i.test(status))
  const errors = statuses.filter((status) => /fail|error|fault|broken|missing|not detected/i.test(status))
  const algorithmOf = (algorithm: string) => (algorithm === 'unknown' ? 'sha256d' : algorithm)
  return compact({
    ...generic,
    state: paused ? ('paused' as const) : tuning ? ('warming' as const) : generic.state,
    miner: compact({
      ...generic.miner,
      model: textFrom(textFrom(details[0]?.Model)?.replace(/^bitmain\s+/i, '')) ?? generic.miner.model,
    }),
    work: generic.work.map((work) => ({ ...work, algorithm: algorithmOf(work.algorithm) })),
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : ('estimated' as const),
    devices: generic.devices?.map((device) => {
      const row = temperatures.find((candidate) => countFrom(candidate.ID) === device.index)
      const chip = celsiusFrom(row?.Chip)
      return compact({
        ...device,
        name: undefined,
        work: device.work?.map((work) => ({ ...work, algorithm: algorithmOf(work.algorithm) })),
        // In hertz, against every other figure of the kind.
        frequencyMegahertz: megahertz(ofBoard(details, 'ID', device.index).Frequency) ?? device.frequencyMegahertz,
        powerWatts: positiveFrom(ofBoard(chains, 'HashchainIndex', device.index).ApproximatePowerConsumptionWatt),
        temperatureCelsius: chip ?? device.temperatureCelsius,
        boardCelsius: celsiusFrom(row?.Board),
      })
    }),
    // What follows the brace are figures of its own.
    errors: errors.length > 0 ? errors.map((status) => ({ text: status.split(' {')[0] })) : undefined,
    fans: known.length > 0 ? known.flatMap((fan) => (fan ? [fan] : [])) : undefined,
  })
}

function ofBoard(rows: JsonObject[], key: string, index: number): JsonObject {
  return rows.find((row) => countFrom(row[key]) === index) ?? {}
}

function megahertz(hertz: unknown): number | undefined {
  const number = positiveFrom(hertz)
  return number === undefined ? undefined : number / 1e6
}

import type { Cooling, PowerSource, Reading } from '#lib/domain/reading'

/** From the reported watts to those at the wall, from a moment on: reported ÷ efficiency + overhead, or a fixed figure. */
export type PowerCorrection = {
  fromMs: number
  overheadWatts?: number
  /** Of the power supply, above 0 and at most 1. */
  supplyEfficiency?: number
  /** What the owner's meter shows while the rig mines. */
  fixedWatts?: number
}

/** What a maker says of a machine (`data/machines.json`). */
export type MachineFacts = {
  model: string
  /** Other names its miner gives itself. */
  aliases?: string[]
  algorithm: string
  nominalHashesPerSecond: number
  watts: number
  source: string
  boards?: number
  chips?: number
  cooling?: Cooling
}

export type PowerSettings = { correction?: PowerCorrection; machine?: MachineFacts }

/** Power at the wall as far as it is known, with how it was come by. */
export type WallPower = {
  watts: number
  source: PowerSource
  /** Metered, the supply's own AC figure, or corrected by the owner. */
  atTheWall: boolean
  reportedWatts?: number
  correction?: PowerCorrection
  /** The table's machine, when the figure is its estimate. */
  machine?: MachineFacts
}

/**
 * Watts at the wall: those of a meter at the plug, which no correction alters; else the owner's fixed figure while the rig
 * mines; else the reported watts ÷ the supply's efficiency +
 * overhead (W_wall = W_DC ÷ η + W_overhead); else, for a known machine that tells no watts, the maker's watts × hash
 * rate ÷ nominal hash rate, marked as estimated. Undefined is unknown: a rig that mines nothing gets no estimate.
 */
export function wallPower(
  reading: Pick<Reading, 'work' | 'powerWatts' | 'powerSource'>,
  settings: PowerSettings = {},
): WallPower | undefined {
  const { correction, machine } = settings
  const reportedWatts = reading.powerWatts
  if (reportedWatts !== undefined && reading.powerSource === 'metered') {
    return { watts: reportedWatts, source: 'metered', atTheWall: true, reportedWatts }
  }
  if (correction?.fixedWatts !== undefined && mines(reading)) {
    return { watts: correction.fixedWatts, source: 'metered', atTheWall: true, reportedWatts, correction }
  }
  if (reportedWatts !== undefined) return corrected(reportedWatts, reading.powerSource ?? 'estimated', correction)
  return machine === undefined ? undefined : estimated(reading, machine, correction)
}

function corrected(reportedWatts: number, source: PowerSource, correction: PowerCorrection | undefined): WallPower {
  const efficiency = correction?.supplyEfficiency ?? 1
  const overheadWatts = correction?.overheadWatts ?? 0
  const applies = correction?.supplyEfficiency !== undefined || correction?.overheadWatts !== undefined
  if (!applies) return { watts: reportedWatts, source, atTheWall: isAtTheWall(source), reportedWatts }
  return { watts: reportedWatts / efficiency + overheadWatts, source, atTheWall: true, reportedWatts, correction }
}

function estimated(
  reading: Pick<Reading, 'work'>,
  machine: MachineFacts,
  correction: PowerCorrection | undefined,
): WallPower | undefined {
  const work = reading.work.find(({ algorithm }) => algorithm === machine.algorithm)
  const hashesPerSecond = work?.hashesPerSecond
  if (hashesPerSecond === undefined || hashesPerSecond <= 0 || machine.nominalHashesPerSecond <= 0) return undefined
  const overheadWatts = correction?.overheadWatts
  const watts = (machine.watts * hashesPerSecond) / machine.nominalHashesPerSecond + (overheadWatts ?? 0)
  return {
    watts,
    source: 'estimated',
    atTheWall: false,
    correction: overheadWatts === undefined ? undefined : correction,
    machine,
  }
}

function isAtTheWall(source: PowerSource): boolean {
  return source === 'metered' || source === 'input'
}

function mines(reading: Pick<Reading, 'work'>): boolean {
  for (const { hashesPerSecond } of reading.work) if (hashesPerSecond !== undefined && hashesPerSecond > 0) return true
  return false
}

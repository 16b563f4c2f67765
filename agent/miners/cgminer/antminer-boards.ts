import type { DeviceReport } from '#lib/domain/reading'
import {
  celsiusFrom,
  compact,
  countFrom,
  highest,
  type JsonObject,
  leadingNumberFrom,
  numberFrom,
  positiveFrom,
} from '../lenient'

/** The numbers that Bitmain's firmwares give to boards, fans and sensors. */
export const CHAINS: readonly number[] = Array.from({ length: 32 }, (_, index) => index + 1)

/**
 * Slots with a board in them: one with chips. Some builds count no chips at all, and there a rate or a temperature tells of the board.
 */
export function boardsInUse(stats: JsonObject): number[] {
  const counted = CHAINS.some((chain) => `chain_acn${chain}` in stats)
  return CHAINS.filter((chain) =>
    counted
      ? (countFrom(stats[`chain_acn${chain}`]) ?? 0) > 0
      : positiveFrom(stats[`chain_rate${chain}`]) !== undefined || chipTemperature(stats, chain) !== undefined,
  )
}

/** One device for each board of `stats`, by slot, so that a board that vanishes does not rename the others. */
export function antminerBoards(
  stats: JsonObject,
  algorithm: string,
  rateFrom: (value: unknown) => number | undefined,
): DeviceReport[] {
  return boardsInUse(stats).map((chain) =>
    compact({
      index: chain - 1,
      kind: 'board' as const,
      work: [compact({ algorithm, hashesPerSecond: rateFrom(stats[`chain_rate${chain}`]) })],
      temperatureCelsius: chipTemperature(stats, chain),
      boardCelsius: highest([
        ...joinedTemperatures(stats[`temp_pcb${chain}`]),
        celsiusFrom(stats[`temp${chain}`]),
        ...inAndOut(stats, 'pcb', chain),
      ]),
      frequencyMegahertz:
        positiveFrom(stats[`freq${chain}`]) ??
        positiveFrom(stats[`freq_avg${chain}`]) ??
        positiveFrom(leadingNumberFrom(stats[`frequency${chain}`])) ??
        positiveFrom(leadingNumberFrom(stats.frequency)),
      hardwareErrors: countFrom(stats[`chain_hw${chain}`]),
      // Hiveon and MSK, vnish, Blissz.
      powerWatts:
        positiveFrom(stats[`chain_power${chain}`]) ??
        positiveFrom(stats[`chain_consumption${chain}`]) ??
        positiveFrom(stats[`watt${chain}`]),
    }),
  )
}

function chipTemperature(stats: JsonObject, chain: number): number | undefined {
  return highest([
    ...joinedTemperatures(stats[`temp_chip${chain}`]),
    ...inAndOut(stats, 'chip', chain),
    celsiusFrom(stats[`temp2_${chain}`]),
    celsiusFrom(stats[`temp3_${chain}`]),
  ])
}

/** `"temp_in_pcb_1":"47","temp_out_pcb_1":"57"`, of firmware since 2024 (E9 Pro, L9, L11). */
function inAndOut(stats: JsonObject, where: 'chip' | 'pcb', chain: number): (number | undefined)[] {
  return ['in', 'out'].flatMap((side) => joinedTemperatures(stats[`temp_${side}_${where}_${chain}`]))
}

/** `"78-50-69-70"`, where the separator is the minus sign too: `"2--1-20-22"` is 2, −1, 20, 22. */
export function joinedTemperatures(value: unknown): (number | undefined)[] {
  if (typeof value !== 'string') return [celsiusFrom(value)]
  const parts = [...value.matchAll(/(?:^|-)(-?\d+(?:\.\d+)?)/g)].map((part) => numberFrom(part[1]))
  return parts.map((degrees) =>
    degrees !== undefined && degrees !== 0 && degrees > -20 && degrees < 150 ? degrees : undefined,
  )
}

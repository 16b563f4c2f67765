import { numberFrom, wattsFrom } from '../miners/lenient'

/** Watts at a plug now, or why they are not known: one sentence that names the meter and never holds a secret. */
export type MeterRead = { ok: true; watts: number } | MeterFailure

export type MeterFailure = {
  ok: false
  problem: string
  /** Something else answers there, or nobody. */
  isOther?: boolean
  /** It has this many, and one has to be chosen. */
  channels?: number
  /** The figure that is refused as a rig's: 0, or a negative one. */
  toldWatts?: number
}

/** A meter that stands between one rig and the wall. */
export type PowerMeter = {
  /** Asks once, or takes what was last published. Expected failures are values. */
  read(): Promise<MeterRead>
  close(): void
}

/**
 * A meter's figure as watts. Zero is refused as well: the rig has just answered, so that a plug which draws nothing is
 * another machine's, or its measuring is broken.
 */
export function metered(value: unknown, place: string): MeterRead {
  const watts = wattsFrom(value)
  if (watts !== undefined) return { ok: true, watts }
  const problem =
    typeof value === 'number' && value < 0
      ? 'tells a negative power: its clamp or its wires are the wrong way round'
      : Number(value) === 0 && value !== null && value !== ''
        ? 'tells 0 W while the rig runs: it may be the meter of another machine'
        : 'tells no power: it may not be able to measure it'
  const told = numberFrom(value)
  const refused = told !== undefined && told <= 0 ? { toldWatts: told } : {}
  return { ok: false, problem: `the meter ${place} ${problem}`, ...refused }
}

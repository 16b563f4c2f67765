import type { MeterQuarter } from '#lib/domain/meter-quarters'
import { QUARTER_MS } from '#lib/domain/units'

const QUARTER_SECONDS = QUARTER_MS / 1000

/** A meter that knows less of a quarter-hour than this says nothing about it. */
const LEAST_SHARE_KNOWN = 0.8

/**
 * What a site drew in a quarter-hour beside its rigs, in milliwatt-hours: meter − rigs. Negative where the rigs claim
 * more than the meter counted, so that both together are always what the meter says. A meter that knows less than the
 * whole quarter-hour drew in the rest what it drew on average; undefined where it knows less than 80 % of it.
 */
export function unmeteredEnergy(meter: MeterQuarter | undefined, rigsMilliWh: bigint): bigint | undefined {
  if (!meter || meter.seconds < QUARTER_SECONDS * LEAST_SHARE_KNOWN) return undefined
  return meteredMilliWh(meter) - rigsMilliWh
}

/** What the meter counted in the whole quarter-hour, in milliwatt-hours. */
export function meteredMilliWh({ energyWh, seconds }: MeterQuarter): bigint {
  return BigInt(Math.round(energyWh * (QUARTER_SECONDS / Math.min(seconds, QUARTER_SECONDS)) * 1000))
}

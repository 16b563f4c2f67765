/** At one moment: what a plug meter showed, and what the machine told of itself. */
export type PlugReading = { plugWatts: number; reportedWatts: number }

export type ComputedCorrection =
  | { ok: true; supplyEfficiency: number; overheadWatts: number }
  | { ok: false; problem: string }

/** Below this share of the larger one, a watt of error on a meter moves the efficiency by percents. */
const LEAST_APART = 0.2
/** No supply that runs is worse, and none gives more than it takes. */
const LEAST_EFFICIENCY = 0.5
/** A plug meter is right to about a percent: so much less than nothing is nothing. */
const METER_ERROR = 0.01

/**
 * What lies between a machine's own watts and the wall, from two moments at different power: with
 * W_wall = W_told ÷ η + W_fixed the slope between the moments is 1 ÷ η, and what is left over at either is W_fixed. Readings
 * that are too close together or cannot belong to one machine are refused, in words.
 */
export function correctionFromPlugReadings(one: PlugReading, other: PlugReading): ComputedCorrection {
  const readings = [one, other]
  const isKnown = readings.every(({ plugWatts, reportedWatts }) => isPower(plugWatts) && isPower(reportedWatts))
  if (!isKnown) return impossible('Write all four figures, in watts above 0')
  const [low, high] = one.reportedWatts <= other.reportedWatts ? [one, other] : [other, one]
  const toldApart = high.reportedWatts - low.reportedWatts
  if (toldApart < LEAST_APART * high.reportedWatts) {
    return impossible(
      'The two moments are too close together: choose another power limit until the rig tells a fifth less',
    )
  }
  if (readings.some(({ plugWatts, reportedWatts }) => plugWatts < reportedWatts)) {
    return impossible('The plug cannot show less than the rig tells: is it the plug of this rig, and the whole of it?')
  }
  const supplyEfficiency = toldApart / (high.plugWatts - low.plugWatts)
  if (!(supplyEfficiency <= 1) || supplyEfficiency <= 0) {
    return impossible('The plug rises less than the rig does, which no supply can do: read both at the same moment')
  }
  if (supplyEfficiency < LEAST_EFFICIENCY) {
    return impossible('The supply would lose more than half: something else on the plug changed between the moments')
  }
  const overheadWatts = low.plugWatts - low.reportedWatts / supplyEfficiency
  if (overheadWatts < -METER_ERROR * low.plugWatts) {
    return impossible('The fixed part would be less than nothing: read plug and rig at the same moment, twice')
  }
  return { ok: true, supplyEfficiency, overheadWatts: Math.max(0, overheadWatts) }
}

function isPower(watts: number): boolean {
  return Number.isFinite(watts) && watts > 0
}

function impossible(problem: string): ComputedCorrection {
  return { ok: false, problem }
}

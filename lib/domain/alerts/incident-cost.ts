import { DAY_MS } from '#lib/domain/units'

/** What an incident cost so far, in the currency of its inputs. */
export type IncidentCost = {
  lost?: number
  saved?: number
  /** `lost` − `saved`; undefined unless both are known. Below 0 standing still was the better business. */
  net?: number
}

/** A stretch of the incident; `part` is how much of the work was missing: 1 stands still, 0.2 hashes at four fifths. */
export type CostSpan = { fromMs: number; toMs: number; part?: number }

/**
 * Lost revenue less the energy not bought: Σ span ÷ day × part × amount per day. What is not known stays unknown, and a
 * cost is not guessed from half of it. `savedCostPerDay` is what the rig's energy costs when it runs; a rig that draws on
 * while it earns nothing saves nothing: give 0.
 */
export function incidentCost({
  lostRevenuePerDay,
  savedCostPerDay,
  spans,
}: {
  lostRevenuePerDay?: number
  savedCostPerDay?: number
  spans: readonly CostSpan[]
}): IncidentCost {
  let days = 0
  for (const { fromMs, toMs, part = 1 } of spans) days += (Math.max(0, toMs - fromMs) / DAY_MS) * part
  const lost = lostRevenuePerDay === undefined ? undefined : lostRevenuePerDay * days
  const saved = savedCostPerDay === undefined ? undefined : savedCostPerDay * days
  const net = lost === undefined || saved === undefined ? undefined : lost - saved
  return {
    ...(lost === undefined ? {} : { lost }),
    ...(saved === undefined ? {} : { saved }),
    ...(net === undefined ? {} : { net }),
  }
}

/** Joules per hash; undefined without power, or at no hash rate. J/TH = joules per hash × 1e12. */
export function joulesPerHash(watts: number | undefined, hashesPerSecond: number | undefined): number | undefined {
  if (watts === undefined || hashesPerSecond === undefined || hashesPerSecond <= 0) return undefined
  return watts / hashesPerSecond
}

/**
 * The price of a kWh at which profit is 0: (revenue − fixed cost) ÷ (kWh × (1 + overhead)). Undefined where revenue is not
 * known or nothing is drawn. Below it mining pays for its energy.
 */
export function breakEvenPerKwh(span: {
  revenue: number | undefined
  energyWattHours: number | undefined
  overheadPercent?: number
  fixedCost?: number
}): number | undefined {
  const { revenue, energyWattHours, overheadPercent = 0, fixedCost = 0 } = span
  if (revenue === undefined || energyWattHours === undefined || energyWattHours <= 0) return undefined
  return (revenue - fixedCost) / ((energyWattHours / 1000) * (1 + overheadPercent / 100))
}

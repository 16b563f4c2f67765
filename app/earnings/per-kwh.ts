import type { EarningsAmounts } from '#lib/wire/earnings'

/**
 * What a kWh of one's own cost with everything that fell due beside it, and what it earned. Rented hash power uses none, so
 * that its fees and its income are left out.
 */
export function perKwh({ revenue, cost, rented, energyWattHours }: EarningsAmounts): {
  cost?: number
  revenue?: number
} {
  if (!energyWattHours) return {}
  const kwh = energyWattHours / 1000
  return {
    ...(cost === undefined ? {} : { cost: (cost - (rented?.cost ?? 0)) / kwh }),
    ...(revenue === undefined ? {} : { revenue: (revenue - (rented?.revenue ?? 0)) / kwh }),
  }
}

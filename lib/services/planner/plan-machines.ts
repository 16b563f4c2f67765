import { type ComparedMachine, compareMachines } from '#lib/domain/planner/compare-machines'
import type { LiveFleet } from '../live-fleet.ts'
import { machines } from '../machines.ts'
import { meanPricePerKwh } from './hour-prices.ts'

/** The table of machines at present rates, and what a kWh costs at the owner's sites, overhead included. */
export function planMachines(
  fleet: LiveFleet,
  nowMs = Date.now(),
): { currency: string; machines: ComparedMachine[]; pricePerKwh?: number } {
  const prices = [...fleet.sites.values()].flatMap((site) => meanPricePerKwh(site, nowMs) ?? [])
  const [pricePerKwh] = prices
  return {
    currency: fleet.rates.currency,
    machines: compareMachines(machines(), fleet.rates),
    ...(pricePerKwh === undefined ? {} : { pricePerKwh }),
  }
}

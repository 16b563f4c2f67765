import { chartSlots } from '#lib/db/site-slots'
import { fromNano } from '#lib/domain/money'
import { DAY_MS } from '#lib/domain/units'
import type { FleetChart } from '#lib/wire/rest'
import { type ChartResult, MOST_POINTS } from './chart-rig.ts'
import { rentedSlots } from './contracts/rented-slots.ts'
import { openSiteSlots } from './open-hours.ts'
import type { RunningServer } from './running-server.ts'

const MOST_MS = 5 * 366 * DAY_MS

type Sum = { revenueNano?: bigint; costNano?: bigint; energyWh: number; poweredSeconds: number }

/**
 * Revenue, cost and energy of all sites (or one) by slots of 15 minutes, or whole hours, with the money of rented hash
 * power; null where nothing could be valued. Slots begin at multiples of the step (UTC). At most five years and 1000 points.
 */
export async function chartFleet(
  context: Pick<RunningServer, 'database' | 'fleet'>,
  span: { fromMs: number; toMs: number; stepSeconds: number; siteId?: number },
  nowMs = Date.now(),
): Promise<ChartResult<FleetChart>> {
  const { toMs, siteId } = span
  if (toMs - span.fromMs > MOST_MS) return { ok: false, reason: 'a chart of the fleet spans at most five years' }
  const least = Math.max(span.stepSeconds, (toMs - span.fromMs) / 1000 / MOST_POINTS)
  const stepSeconds = least <= 900 ? 900 : Math.ceil(least / 3600) * 3600
  const stepMs = stepSeconds * 1000
  const fromMs = Math.floor(span.fromMs / stepMs) * stepMs
  const level = stepSeconds === 900 ? 900 : 3600
  const stored = await chartSlots(context.database, level, { fromMs, toMs, stepSeconds, siteId })
  const open = openSiteSlots(context.fleet, nowMs).filter(
    (slot) => slot.slotMs >= fromMs && slot.slotMs < toMs && (siteId === undefined || slot.siteId === siteId),
  )
  const sums = new Map<number, Sum>()
  const rented = await rentedSlots(context, { fromMs, toMs, siteId, quarters: level === 900 }, nowMs)
  for (const slot of [...stored, ...open, ...rented]) add(sums, Math.floor(slot.slotMs / stepMs) * stepMs, slot)

  const count = Math.max(0, Math.ceil((toMs - fromMs) / stepMs))
  const atMs = Array.from({ length: count }, (_, index) => fromMs + index * stepMs)
  const column = (value: (sum: Sum) => number | undefined) =>
    atMs.map((slotMs) => {
      const sum = sums.get(slotMs)
      return (sum && value(sum)) ?? null
    })
  const money = (nano: bigint | undefined) => (nano === undefined ? undefined : fromNano(nano))
  return {
    ok: true,
    chart: {
      currency: context.fleet.rates.currency,
      fromMs,
      toMs,
      stepSeconds,
      atMs,
      revenue: column((sum) => money(sum.revenueNano)),
      cost: column((sum) => money(sum.costNano)),
      profit: column(({ revenueNano, costNano }) =>
        revenueNano === undefined || costNano === undefined ? undefined : fromNano(revenueNano - costNano),
      ),
      energyWattHours: column((sum) => (sum.poweredSeconds > 0 ? sum.energyWh : undefined)),
    },
  }
}

function add(sums: Map<number, Sum>, slotMs: number, slot: Partial<Sum>): void {
  const sum = sums.get(slotMs) ?? { energyWh: 0, poweredSeconds: 0 }
  sums.set(slotMs, sum)
  if (slot.revenueNano !== undefined) sum.revenueNano = (sum.revenueNano ?? 0n) + slot.revenueNano
  if (slot.costNano !== undefined) sum.costNano = (sum.costNano ?? 0n) + slot.costNano
  sum.energyWh += slot.energyWh ?? 0
  sum.poweredSeconds += slot.poweredSeconds ?? 0
}

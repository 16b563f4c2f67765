import type { z } from 'zod'
import type { ExplainedMoney } from '#lib/domain/explained-money'
import { type PlanBasis, planBasis } from '#lib/domain/planner/plan-basis'
import { type HourPrice, runOrPause } from '#lib/domain/planner/run-or-pause'
import { breakEvenPerKwh } from '#lib/domain/ratios'
import type { planAnswer } from '#lib/wire/planner'
import type { RunningServer } from '../running-server.ts'
import { hourPrices } from './hour-prices.ts'
import { type RunningRig, runningRigs } from './running-rigs.ts'

type Plan = z.infer<typeof planAnswer>
type SitePlan = Plan['sites'][number]

/**
 * Whether to run or to pause, hour by hour: each site as a whole, its kinds of rigs and its rigs, all held against the
 * price of the site's hour. Sites where nothing could run are told with their prices.
 */
export async function planHours(
  { database, fleet }: Pick<RunningServer, 'database' | 'fleet'>,
  wanted: { siteId?: number; rigId?: number; hours: number },
  nowMs = Date.now(),
): Promise<Plan> {
  const rigs = await runningRigs({ database, fleet }, { ...wanted, down: true }, nowMs)
  const { currency } = fleet.rates
  const sites: SitePlan[] = []
  for (const site of fleet.sites.values()) {
    const own = rigs.filter((each) => each.site?.id === site.id)
    if (wanted.siteId !== undefined && site.id !== wanted.siteId) continue
    if (wanted.rigId !== undefined && own.length === 0) continue
    const prices = hourPrices(site, nowMs, wanted.hours)
    const whole = judge(own, prices, currency)
    sites.push({
      id: site.id,
      name: site.name,
      timeZone: site.timeZone,
      hours: prices.map((price, index) => ({
        from: new Date(price.fromMs).toISOString(),
        to: new Date(price.toMs).toISOString(),
        pricePerKwh: price.pricePerKwh,
        ...(price.label === undefined ? {} : { label: price.label }),
        breakEvenPerKwh: whole.breakEvenPerKwh,
        ...(whole.decisions[index] ?? { run: null, reason: 'Nothing is known of this hour' }),
      })),
      kinds: kindsOf(own).map(({ kind, rigs: ofKind }) => ({
        kind,
        rigs: ofKind.length,
        ...runOf(ofKind, prices, currency),
      })),
      rigs: own.map((each) => {
        const { id, name } = each.rig.settings
        return { id, name, ...runOf([each], prices, currency) }
      }),
    })
  }
  return { currency, sites }
}

function runOf(rigs: RunningRig[], prices: HourPrice[], currency: string) {
  const { breakEvenPerKwh: breakEven, decisions, unknown } = judge(rigs, prices, currency)
  return {
    breakEvenPerKwh: breakEven,
    run: decisions.map(({ run }) => run),
    reason: decisions[0]?.reason ?? '',
    ...(unknown === undefined ? {} : { unknown }),
  }
}

function judge(rigs: RunningRig[], prices: HourPrice[], currency: string) {
  const basis = planBasis(currency, rigs.map(namedDay), 0)
  const unknown = unknownOf(rigs, basis)
  const breakEven = breakEvenPerKwh({
    revenue: basis.rigs === 0 ? undefined : basis.revenuePerDay,
    energyWattHours: basis.siteWattHoursPerDay,
  })
  return {
    breakEvenPerKwh: breakEven,
    unknown,
    decisions: prices.map((price) => runOrPause(price, breakEven, { currency, unknown })),
  }
}

function unknownOf(rigs: RunningRig[], { leftOut }: PlanBasis): string | undefined {
  if (rigs.length === 0) return 'No rig ran here within the last 30 days'
  if (leftOut.length === 0) return undefined
  const [first] = leftOut
  return rigs.length === 1 ? first?.reason : `${leftOut.length} of ${rigs.length} rigs are left out: ${first?.reason}`
}

/** Rigs of one model that mine the same coins; a break-even price holds for all of them nearly alike. */
function kindsOf(rigs: RunningRig[]): { kind: string; rigs: RunningRig[] }[] {
  const kinds = new Map<string, RunningRig[]>()
  for (const each of rigs) {
    const { model } = each.rig.settings
    const coins = [...new Set(each.day.revenueParts.flatMap(({ coin }) => coin ?? []))].join(' and ')
    const kind = `${model ?? each.rig.reading?.miner.model ?? each.rig.reading?.miner.name ?? 'unknown model'}${coins ? ` · ${coins}` : ''}`
    kinds.set(kind, [...(kinds.get(kind) ?? []), each])
  }
  return [...kinds].map(([kind, ofKind]) => ({ kind, rigs: ofKind }))
}

function namedDay({ rig, day }: RunningRig): { name: string; day: ExplainedMoney } {
  return { name: rig.settings.name, day }
}

import { hoursOf } from '#lib/db/hours'
import { type CurveResult, efficiencyCurve } from '#lib/domain/planner/efficiency-curve'
import { fullHours } from '#lib/domain/planner/full-hours'
import { type PlanBasis, planBasis } from '#lib/domain/planner/plan-basis'
import { DAY_MS } from '#lib/domain/units'
import type { RunningServer } from '../running-server.ts'
import { fixedCosts } from '../site-row.ts'
import { runningContracts } from './running-contracts.ts'
import { runningRigs } from './running-rigs.ts'

/** What a plan is about: everything, a site, a rig or a contract. */
export type PlanScope = { siteId?: number; rigId?: number; contractId?: number }

export type ScopedPlan = {
  basis: PlanBasis
  /** Of a single contract: the hash power it has now. */
  contract?: { algorithm: string; hashesPerSecond: number }
  /** Of a single rig: what it draws now, what it does, and its own curve or why there is none. */
  rig?: { watts?: number; hashesPerSecond?: number; algorithm: string; lastHourMs?: number; curve: CurveResult }
}

/** Settings of a machine change: older hours than these are of another one, as it were. */
const CURVE_DAYS = 90

/** A day of the scope as it runs, with what a plan needs to vary it. Standing charges belong to sites, not to a
 * rig; contracts count with everything and with their site. */
export async function planScope(
  { database, fleet }: Pick<RunningServer, 'database' | 'fleet'>,
  scope: PlanScope,
  nowMs = Date.now(),
): Promise<ScopedPlan> {
  const rented = scope.rigId === undefined ? await runningContracts({ database, fleet }, scope, nowMs) : []
  const rentedDays = rented.map(({ contract, money }) => ({ name: contract.name, money }))
  if (scope.contractId !== undefined) {
    const [only] = rented
    const basis = planBasis(fleet.rates.currency, [], 0, rentedDays)
    if (!only) return { basis }
    const { algorithm, hashesPerSecond } = only.contract
    return { basis, contract: { algorithm, hashesPerSecond } }
  }
  const rigs = await runningRigs({ database, fleet }, { ...scope, down: scope.rigId !== undefined }, nowMs)
  const sites = [...fleet.sites.values()].filter(({ id }) => scope.siteId === undefined || id === scope.siteId)
  const fixedPerDay = scope.rigId === undefined ? fixedCosts(sites, nowMs, () => nowMs).perDay : 0
  const days = rigs.map(({ rig, day }) => ({ name: rig.settings.name, day }))
  const basis = planBasis(fleet.rates.currency, days, fixedPerDay, rentedDays)
  const [only] = rigs
  if (scope.rigId === undefined || !only) return { basis }
  const { watts, work, lastHourMs } = only
  const algorithm = work[0]?.algorithm ?? ''
  const curve: CurveResult =
    work.length > 1
      ? { ok: false, reason: 'It mines two algorithms at once: which of them draws what is not known' }
      : efficiencyCurve(fullHours(await hoursOf(database, only.rig.id, nowMs - CURVE_DAYS * DAY_MS, nowMs)), algorithm)
  return { basis, rig: { watts, hashesPerSecond: work[0]?.hashesPerSecond, algorithm, lastHourMs, curve } }
}

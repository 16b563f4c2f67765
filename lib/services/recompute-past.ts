import { HOUR_MS } from '#lib/domain/units'
import type { MendContext } from './mend-hours.ts'
import { rebuildHours, revalueHours } from './rebuild-hours.ts'
import type { Recompute } from './saved.ts'

/** Does what a change of settings asks of the past, then lets the live totals follow. */
export function recomputePast(context: MendContext, recompute: Recompute, nowMs = Date.now()): Promise<void> {
  return context.fleet.hoursInTurn(() => recomputeInTurn(context, recompute, nowMs))
}

async function recomputeInTurn(context: MendContext, recompute: Recompute, nowMs: number): Promise<void> {
  const { what, fromMs, rigIds, siteIds } = recompute
  const toMs = Math.min(recompute.toMs, context.fleet.closedUntilMs)
  const oldestMs = await context.store.oldestMs()
  if (what === 'hours' && oldestMs !== undefined) {
    const firstMs = Math.max(fromMs, Math.floor(oldestMs / HOUR_MS) * HOUR_MS)
    if (firstMs < toMs) await rebuildHours(context, firstMs, toMs, rigIds)
    markOpenHours(context, Math.max(firstMs, toMs), nowMs, rigIds)
  }
  if (what === 'money' && fromMs < toMs) await revalueHours(context, fromMs, toMs, siteIds)
  await context.fleet.hoursClosedUntil(context.fleet.closedUntilMs, nowMs)
}

/** Open hours live in memory, as their readings were understood when they came: they are to be read again. */
function markOpenHours({ fleet }: MendContext, fromMs: number, nowMs: number, rigIds?: number[]): void {
  for (const rigId of rigIds ?? [...fleet.liveRigs()].map((rig) => rig.id)) {
    for (let hourMs = fromMs; hourMs <= nowMs; hourMs += HOUR_MS) fleet.late.mark(rigId, hourMs)
  }
}

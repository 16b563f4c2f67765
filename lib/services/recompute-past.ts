import { randomUUID } from 'node:crypto'
import { cursorsBeginningWith, removeCursor, saveCursor } from '#lib/db/job-cursors'
import { HOUR_MS } from '#lib/domain/units'
import type { MendContext } from './mend-hours.ts'
import { rebuildHours, revalueHours } from './rebuild-hours.ts'
import type { Recompute } from './saved.ts'

/**
 * Does what a change of settings asks of the past, then lets the live totals follow. What is asked stands on disk until
 * it is done: killed in between, the next start does it ({@link resumeRecompute}).
 */
export async function recomputePast(context: MendContext, recompute: Recompute, nowMs = Date.now()): Promise<void> {
  const asked = `${askedFor(recompute.what)}${randomUUID()}`
  await saveCursor(context.database, asked, recompute.fromMs)
  await context.fleet.hoursInTurn(() => recomputeInTurn(context, recompute, nowMs))
  await removeCursor(context.database, asked)
}

/** Does what a killed server was asked and did not finish, for all rigs. Called once at the start. */
export async function resumeRecompute(context: MendContext, nowMs = Date.now()): Promise<void> {
  for (const what of ['hours', 'money'] as const) {
    const asked = await cursorsBeginningWith(context.database, askedFor(what))
    const [earliest] = asked
    if (!earliest) continue
    await recomputePast(context, { what, fromMs: earliest.value, toMs: nowMs }, nowMs)
    for (const { name } of asked) await removeCursor(context.database, name)
  }
}

function askedFor(what: Recompute['what']): string {
  return `recompute/${what}/`
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

import { firstHourMs } from '#lib/db/hours'
import { cursorsBeginningWith, removeCursor } from '#lib/db/job-cursors'
import { ledgerSubjectsOf } from '#lib/db/ledger-hours'
import { isLedgerReason, type LedgerReason } from '#lib/domain/ledger/reasons'
import { HOUR_MS } from '#lib/domain/units'
import { redoContracts } from './contracts/close-contract-hours.ts'
import { redoOrders } from './contracts/close-order-hours.ts'
import type { MendContext } from './mend-hours.ts'
import { noteRecompute, RECOMPUTE_ASKED } from './note-recompute.ts'
import { rebuildHours, revalueHours } from './rebuild-hours.ts'
import type { Recompute } from './saved.ts'

/** Corrections of a place's clock: hours that cost the same belong to other days. */
const MOVES_DAYS: readonly LedgerReason[] = ['time zone changed', 'first run answered']

/**
 * Does what a change of settings asks of the past, then lets the live totals follow. What is asked stands on disk until
 * it is done: killed in between, the next start does it ({@link resumeRecompute}).
 */
export async function recomputePast(context: MendContext, recompute: Recompute, nowMs = Date.now()): Promise<void> {
  const { reason = 'settings changed' } = recompute
  const { noted } = await noteRecompute(context.database, recompute)
  await context.fleet.hours.turn.take(() => recomputeInTurn(context, { ...recompute, reason }, nowMs))
  await removeCursor(context.database, noted)
}

/**
 * Does what a killed server was asked and did not finish, for all rigs, with the reason it was asked for. Called once at
 * the start.
 */
export async function resumeRecompute(context: MendContext, nowMs = Date.now()): Promise<void> {
  for (const { name, value } of await cursorsBeginningWith(context.database, RECOMPUTE_ASKED)) {
    const [, what, said] = name.split('/')
    const reason = isLedgerReason(said) ? said : 'settings changed'
    await recomputePast(context, { what: what === 'hours' ? what : 'money', fromMs: value, toMs: nowMs, reason }, nowMs)
    await removeCursor(context.database, name)
  }
}

type Reasoned = Recompute & { reason: LedgerReason }

async function recomputeInTurn(context: MendContext, recompute: Reasoned, nowMs: number): Promise<void> {
  const { what, rigIds, siteIds, reason } = recompute
  const { database, fleet, store } = context
  const toMs = Math.min(recompute.toMs, fleet.hours.closedUntilMs)
  const fromMs = Math.max(recompute.fromMs, (await firstHourMs(database)) ?? 0)
  const oldestMs = await store.oldestMs()
  if (what === 'hours' && oldestMs !== undefined) {
    const firstMs = Math.max(recompute.fromMs, Math.floor(oldestMs / HOUR_MS) * HOUR_MS)
    // Of older hours no reading is left: they stay, but their worth may have changed.
    if (fromMs < firstMs) await revalueHours(context, fromMs, Math.min(firstMs, toMs), { rigIds, reason, nowMs })
    if (firstMs < toMs) await rebuildHours(context, firstMs, toMs, rigIds, { reason, nowMs })
    markOpenHours(context, Math.max(firstMs, toMs), nowMs, rigIds)
  }
  // Contracts and orders have no tariff: only what changes for all is about them.
  if (what === 'money' && !rigIds && !siteIds) {
    await redoContracts(context.database, recompute.fromMs)
    await redoOrders(context.database, recompute.fromMs)
  }
  if (what === 'money' && fromMs < toMs) await revalueHours(context, fromMs, toMs, { siteIds, rigIds, reason, nowMs })
  if (MOVES_DAYS.includes(reason)) {
    for (const subject of await ledgerSubjectsOf(database, siteIds)) await store.sumLedgerAgain(subject)
  }
  await fleet.hoursClosedUntil(fleet.hours.closedUntilMs, nowMs)
}

/** Open hours live in memory, as their readings were understood when they came: they are to be read again. */
function markOpenHours({ fleet }: MendContext, fromMs: number, nowMs: number, rigIds?: number[]): void {
  for (const rigId of rigIds ?? [...fleet.liveRigs()].map((rig) => rig.id)) {
    for (let hourMs = fromMs; hourMs <= nowMs; hourMs += HOUR_MS) fleet.hours.late.mark(rigId, hourMs)
  }
}

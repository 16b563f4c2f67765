import { moveIncidents } from '#lib/db/change-incidents'
import type { Database } from '#lib/db/database'
import { rigRecords } from '#lib/db/inventory'
import type { ReadingStore } from '#lib/db/reading-store'
import { moveKeys, removeRig, takeOverMachine } from '#lib/db/rig-keys'
import { moveRigMeter } from '#lib/db/rig-meters'
import { HOUR_MS } from '#lib/domain/units'
import { mergeInvestments } from './investment/first-purchase.ts'
import type { LiveFleet } from './live-fleet.ts'
import { refused, type Saved } from './saved.ts'

export type MergeContext = { database: Database; store: ReadingStore; fleet: Pick<LiveFleet, 'writers'> }

/**
 * Makes two rigs one: the readings, keys and present machine of `fromRigId` go to `intoRigId`, which keeps its id, name
 * and dated settings; the other is removed. Keys go first, on disk and in memory, so that an agent that goes on
 * reporting meanwhile, to whichever process, reports the right rig at once; a merge that was interrupted can be repeated.
 */
export async function mergeRigs(
  context: MergeContext,
  input: { fromRigId: number; intoRigId: number },
): Promise<Saved<{ movedReadings: number }>> {
  const { database, store, fleet } = context
  const { fromRigId, intoRigId } = input
  if (fromRigId === intoRigId) return refused('form', 'Choose two different rigs')
  const rigs = await rigRecords(database, [fromRigId, intoRigId])
  if (rigs.length < 2) return refused('form', 'A rig among these is gone')
  await database.$transaction(async (rows) => {
    await moveKeys(rows, fromRigId, intoRigId)
    await takeOverMachine(rows, fromRigId, intoRigId)
    await moveRigMeter(rows, fromRigId, intoRigId)
  })
  fleet.writers.redirect(fromRigId, intoRigId)
  await store.redirectRig(fromRigId, intoRigId)
  const { movedReadings, hoursMs } = await store.moveHistory(fromRigId, intoRigId)
  await database.$transaction(async (rows) => {
    await moveIncidents(rows, fromRigId, intoRigId, Date.now())
    await mergeInvestments(rows, fromRigId, intoRigId, Date.now())
    await removeRig(rows, fromRigId)
  })
  const agentIds = new Set(rigs.flatMap(({ agentId }) => agentId ?? []))
  const [first, last] = [hoursMs[0], hoursMs.at(-1)]
  return {
    ok: true,
    changes: [
      { kind: 'rigs' },
      { kind: 'rig', rigId: intoRigId },
      { kind: 'incidents' },
      ...[...agentIds].map((agentId) => ({ kind: 'targets' as const, agentId })),
    ],
    recompute:
      first === undefined || last === undefined
        ? undefined
        : { what: 'hours', fromMs: first, toMs: last + HOUR_MS, rigIds: [intoRigId], reason: 'rigs merged' },
    movedReadings,
  }
}

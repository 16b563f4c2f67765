import { z } from 'zod'
import { rigIdByKey, rigRecords } from '#lib/db/inventory'
import { makeKeyCurrent } from '#lib/db/rig-keys'
import { type MergeContext, mergeRigs } from './merge-rigs.ts'
import { rigKey } from './rig-key.ts'
import { refused, refusedInput, type Saved } from './saved.ts'

const replacement = z.object({ rigId: z.int(), newKey: rigKey })

/**
 * Puts a new machine in a rig's place: its key leads to the old rig's id from now on, and history goes on. Has the new
 * machine been reporting as a rig of its own, what it reported moves along.
 */
export async function replaceRig(context: MergeContext, input: { rigId: number; newKey: string }): Promise<Saved> {
  const parsed = replacement.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  const { rigId, newKey } = parsed.data
  const [rig] = await rigRecords(context.database, [rigId])
  if (!rig) return refused('form', 'This rig is gone')
  if (rig.keys[0] === newKey) return refused('newKey', 'This is the present machine')
  const holder = await rigIdByKey(context.database, newKey)
  if (holder !== undefined && holder !== rigId) {
    return mergeRigs(context, { fromRigId: holder, intoRigId: rigId })
  }
  await context.database.$transaction((rows) => makeKeyCurrent(rows, rigId, newKey))
  return {
    ok: true,
    changes: [
      { kind: 'rigs' },
      { kind: 'rig', rigId },
      ...(rig.agentId === undefined ? [] : [{ kind: 'targets' as const, agentId: rig.agentId }]),
    ],
  }
}

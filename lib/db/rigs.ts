import { givenRows } from './dialect.ts'
import type { Rows } from './rows.ts'

/** A rig as an agent announces it for the first time. */
export type NewRig = {
  key: string
  name: string
  siteId: number
  createdAtMs: number
  model?: string
  address?: string
  agentId?: string
}

/** Adds an active rig with its key and place, in one commit, and answers with its id. A key that is taken throws. */
export async function insertRig(rows: Rows, rig: NewRig): Promise<number> {
  const fromMs = BigInt(rig.createdAtMs)
  const { id } = await rows.rig.create({
    data: {
      name: rig.name,
      model: rig.model ?? null,
      address: rig.address ?? null,
      agentId: rig.agentId ?? null,
      createdAtMs: fromMs,
      keys: { create: { key: rig.key } },
      placements: { create: { fromMs, siteId: rig.siteId } },
      lifecycles: { create: { fromMs, lifecycle: 'active' } },
    },
    select: { id: true },
  })
  return id
}

/** What an agent tells of a rig it writes. Absent fields stay as they are. */
export type AnnouncedChange = { id: number; agentId?: string; model?: string; address?: string }

/** Keeps what an agent tells of its rigs. One statement and one commit, however many: a farm announces thousands at once. */
export async function updateAnnounced(rows: Rows, changes: AnnouncedChange[]): Promise<void> {
  if (changes.length === 0) return
  await rows.$executeRaw`
    UPDATE "Rig" SET "agentId" = COALESCE(change."agentId", "Rig"."agentId"),
      "model" = COALESCE(change."model", "Rig"."model"), "address" = COALESCE(change."address", "Rig"."address")
    FROM ${givenRows(rows, changes, { id: 'whole', agentId: 'text', model: 'text', address: 'text' })} AS change
    WHERE "Rig"."id" = change."id"`
}

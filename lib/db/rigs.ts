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

/** Keeps what an agent tells of a rig it writes. Absent fields stay as they are. */
export async function updateAnnounced(
  rows: Rows,
  rigId: number,
  change: { agentId?: string; model?: string; address?: string },
): Promise<void> {
  await rows.rig.update({ where: { id: rigId }, data: change })
}

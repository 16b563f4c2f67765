import type { Rows } from './rows.ts'
import { storedObject } from './stored-json.ts'

/** A meter at a rig's plug. `settings` hold nothing secret and have `kind` among them; `secrets` is encrypted JSON. */
export type RigMeterRecord = {
  rigId: number
  settings: Record<string, unknown>
  secrets?: string
  /** The only agent that `secrets` may go to; a rig may change its agent, its meter's login does not. */
  loginAgentId?: string
}

/** The meters of all rigs, of one, or of those that an agent reports; with the rig's name, agent and present key. */
export async function rigMeters(
  rows: Rows,
  of: { rigId?: number; agentId?: string } = {},
): Promise<(RigMeterRecord & { rigName: string; agentId?: string; rigKey?: string })[]> {
  const found = await rows.rigMeter.findMany({
    where: { rigId: of.rigId, ...(of.agentId === undefined ? {} : { rig: { agentId: of.agentId } }) },
    include: {
      rig: { select: { name: true, agentId: true, keys: { where: { current: true }, select: { key: true } } } },
    },
    orderBy: { rigId: 'asc' },
  })
  return found.map(({ rigId, kind, settings, secrets, loginAgentId, rig }) => ({
    rigId,
    settings: { ...storedObject(settings), kind },
    secrets: secrets ?? undefined,
    loginAgentId: loginAgentId ?? undefined,
    rigName: rig.name,
    agentId: rig.agentId ?? undefined,
    rigKey: rig.keys[0]?.key,
  }))
}

/** Gives a rig its meter, or another one. */
export async function saveRigMeter(
  rows: Rows,
  { rigId, settings: { kind, ...settings }, secrets, loginAgentId }: RigMeterRecord & { settings: { kind: string } },
  createdAtMs: number,
): Promise<void> {
  const data = {
    kind,
    settings: JSON.stringify(settings),
    secrets: secrets ?? null,
    loginAgentId: loginAgentId ?? null,
  }
  await rows.rigMeter.upsert({
    where: { rigId },
    create: { rigId, ...data, createdAtMs: BigInt(createdAtMs) },
    update: data,
  })
}

/** Lets a meter's login go to another agent, as long as that one reports the rig. False when it does not any more. */
export async function bindMeterLogin(rows: Rows, rigId: number, agentId: string): Promise<boolean> {
  const { count } = await rows.rigMeter.updateMany({
    where: { rigId, secrets: { not: null }, rig: { agentId } },
    data: { loginAgentId: agentId },
  })
  return count === 1
}

/** Takes a rig's meter away. False when there was none. */
export async function removeRigMeter(rows: Rows, rigId: number): Promise<boolean> {
  return (await rows.rigMeter.deleteMany({ where: { rigId } })).count === 1
}

/** Gives one rig's meter to another that has none, as their machines become one. */
export async function moveRigMeter(rows: Rows, fromRigId: number, toRigId: number): Promise<void> {
  if (await rows.rigMeter.findUnique({ where: { rigId: toRigId } })) return
  await rows.rigMeter.updateMany({ where: { rigId: fromRigId }, data: { rigId: toRigId } })
}

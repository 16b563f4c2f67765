import type { Rows } from './rows.ts'

/** An address typed into the app, polled by an agent. Credentials are encrypted; only services open them. */
export type StoredTarget = {
  id: number
  agentId: string
  address: string
  miner?: string
  credentials?: string
  intervalSeconds?: number
  createdAtMs: number
}

/** The targets of an agent, or of all, oldest first. */
export async function targetRows(rows: Rows, agentId?: string): Promise<StoredTarget[]> {
  const found = await rows.agentTarget.findMany({
    where: agentId === undefined ? {} : { agentId },
    orderBy: { id: 'asc' },
  })
  return found.map(({ miner, credentials, intervalSeconds, createdAtMs, ...row }) => ({
    ...row,
    miner: miner ?? undefined,
    credentials: credentials ?? undefined,
    intervalSeconds: intervalSeconds ?? undefined,
    createdAtMs: Number(createdAtMs),
  }))
}

/** Adds a target and answers with its id. */
export async function insertTarget(rows: Rows, target: Omit<StoredTarget, 'id'>): Promise<number> {
  const { id } = await rows.agentTarget.create({ data: { ...target, createdAtMs: BigInt(target.createdAtMs) } })
  return id
}

/** Has a machine polled at another address, with everything else as it was. */
export async function changeTargetAddress(rows: Rows, targetId: number, address: string): Promise<void> {
  await rows.agentTarget.update({ where: { id: targetId }, data: { address } })
}

/** Removes a target; answers with the agent it belonged to, or undefined when there was none. */
export async function deleteTarget(rows: Rows, targetId: number): Promise<string | undefined> {
  const row = await rows.agentTarget.findUnique({ where: { id: targetId } })
  if (!row) return undefined
  await rows.agentTarget.delete({ where: { id: targetId } })
  return row.agentId
}

import type { Rows } from './rows.ts'

/** Makes a key the rig's present one; those it had stay behind as past ones. The key must be free or its own. */
export async function makeKeyCurrent(rows: Rows, rigId: number, key: string): Promise<void> {
  await rows.rigKey.updateMany({ where: { rigId }, data: { current: false } })
  await rows.rigKey.upsert({ where: { key }, create: { key, rigId }, update: { rigId, current: true } })
}

/** Gives all keys of one rig to another, whose own become past ones. */
export async function moveKeys(rows: Rows, fromRigId: number, toRigId: number): Promise<void> {
  await rows.rigKey.updateMany({ where: { rigId: toRigId }, data: { current: false } })
  await rows.rigKey.updateMany({ where: { rigId: fromRigId }, data: { rigId: toRigId } })
}

/** Lets a rig be what another one is now: machine, address and the agent that reports it. */
export async function takeOverMachine(rows: Rows, fromRigId: number, toRigId: number): Promise<void> {
  const machine = await rows.rig.findUnique({ where: { id: fromRigId } })
  if (!machine) return
  const { model, address, agentId } = machine
  await rows.rig.update({
    where: { id: toRigId },
    data: {
      ...(model === null ? {} : { model }),
      ...(address === null ? {} : { address }),
      ...(agentId === null ? {} : { agentId }),
    },
  })
}

/** Removes a rig with its keys and dated settings; its readings and hours must have been moved before. */
export async function removeRig(rows: Rows, rigId: number): Promise<void> {
  await rows.rig.delete({ where: { id: rigId } })
}

/** Takes out what dated rows say of a rig later than `fromMs`, so that what is said from then on holds until now. */
export async function forgetLater(
  rows: Rows,
  rigId: number,
  fromMs: number,
  what: 'placement' | 'lifecycle' | 'correction',
): Promise<void> {
  const where = { rigId, fromMs: { gt: BigInt(fromMs) } }
  if (what === 'placement') await rows.rigPlacement.deleteMany({ where })
  else if (what === 'lifecycle') await rows.rigLifecycle.deleteMany({ where })
  else await rows.powerCorrection.deleteMany({ where })
}

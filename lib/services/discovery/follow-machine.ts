import { findMachines } from '#lib/db/discovered-machines'
import { changeTargetAddress, targetRows } from '#lib/db/targets'
import type { RunningServer } from '../running-server.ts'
import { refused, type Saved } from '../saved.ts'
import { movedFrom } from './moved-from.ts'

/** Has a machine that moved polled where it stands now, with the login it had. */
export async function followMachine(
  { database, fleet }: Pick<RunningServer, 'database' | 'fleet'>,
  machineId: number,
): Promise<Saved> {
  const [machine] = await findMachines(database, [machineId])
  const target = machine && movedFrom(machine, await targetRows(database, machine.agentId), fleet)
  if (!machine || !target) return refused('form', 'This machine is polled where it stands already')
  await changeTargetAddress(database, target.id, machine.address)
  return { ok: true, changes: [{ kind: 'targets', agentId: machine.agentId }] }
}

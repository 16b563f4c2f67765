import { findMachines } from '#lib/db/discovered-machines'
import { stockLogin } from '#lib/domain/stock-logins'
import { openTargetAdder } from '../add-target.ts'
import type { Change } from '../change-bus.ts'
import type { RunningServer } from '../running-server.ts'
import { refused, type Saved } from '../saved.ts'

/** Why one machine could not be adopted. */
export type NotAdopted = { address: string; reason: string }

/**
 * Has the agent that found them poll these machines. A login that let it in goes along, encrypted like any other. What cannot
 * be adopted is told and keeps nobody else from it.
 */
export async function adoptMachines(
  context: Pick<RunningServer, 'database' | 'secrets'>,
  machineIds: number[],
  nowMs = Date.now(),
): Promise<Saved<{ adopted: number; notAdopted: NotAdopted[] }>> {
  const machines = await findMachines(context.database, machineIds)
  if (machines.length === 0) return refused('form', 'Tick the machines to adopt')
  const add = await openTargetAdder(context)
  const agentIds = new Set<string>()
  const notAdopted: NotAdopted[] = []
  let adopted = 0
  for (const { agentId, address, miner, stockLogin: loginName, locked } of machines) {
    if (locked) {
      notAdopted.push({ address, reason: 'it asks for a password: add it by its address' })
      continue
    }
    const login = loginName === undefined ? undefined : stockLogin(loginName)
    const credentials = login ? { user: login.user, password: login.password } : {}
    const added = await add({ agentId, address, miner, ...credentials }, nowMs)
    if (added.ok) {
      agentIds.add(agentId)
      adopted += 1
    } else notAdopted.push({ address, reason: Object.values(added.problems).join(' ') })
  }
  const changes = [...agentIds].map((agentId): Change => ({ kind: 'targets', agentId }))
  return { ok: true, changes, adopted, notAdopted }
}

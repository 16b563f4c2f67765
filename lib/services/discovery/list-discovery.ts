import { listMachines, type StoredMachine } from '#lib/db/discovered-machines'
import { listScans } from '#lib/db/discovery-scans'
import { targetRows } from '#lib/db/targets'
import { listAgents } from '../list-agents.ts'
import type { RunningServer } from '../running-server.ts'
import { movedFrom } from './moved-from.ts'
import { placeOf } from './place-of.ts'

/** A machine for the page: never how one gets in, only that it still has the login it was shipped with. */
export type ListedMachine = Omit<StoredMachine, 'agentId' | 'stockLogin'> & {
  hasStockLogin: boolean
  /** First met after the agent had looked through everything once. */
  isNew: boolean
  /** Somebody polls it already; `rigId` where its rig is known. */
  isWatched: boolean
  rigId?: number
  /** It is still polled at this address, and stands elsewhere. */
  movedFrom?: string
}

export type ListedDiscovery = {
  agentId: string
  name: string
  builtIn: boolean
  connected: boolean
  /** `unknown`: it has not said, because it is away or too old. */
  state: 'unknown' | 'off' | 'ready' | 'looking'
  networks: string[]
  leftOut: string[]
  /** Networks in which nobody answered at the last look; what is known there stays as it was. */
  unreached: string[]
  /** Networks, or parts of them, to which there was no way at the last look; what is known there stays too. */
  unasked: string[]
  scan?: { checked: number; total: number }
  finishedAtMs?: number
  problem?: string
  machines: ListedMachine[]
}

/** Every agent with what it may look through and what it found there. */
export async function listDiscovery({
  database,
  fleet,
}: Pick<RunningServer, 'database' | 'fleet'>): Promise<ListedDiscovery[]> {
  const [agents, scans, machines, targets] = await Promise.all([
    listAgents(database),
    listScans(database),
    listMachines(database),
    targetRows(database),
  ])
  const polled = new Set(targets.map(({ address }) => placeOf(address)))
  for (const { targets: statuses } of fleet.agents.all())
    for (const { address } of statuses) polled.add(placeOf(address))
  return agents.map(({ id, name, builtIn }) => {
    const known = fleet.agents.find(id)
    const discovery = known?.discovery
    const live = discovery?.allowed ? discovery : undefined
    const stored = scans.find(({ agentId }) => agentId === id)
    const found = machines.filter(({ agentId }) => agentId === id)
    return {
      agentId: id,
      name,
      builtIn,
      connected: (known?.connections ?? 0) > 0,
      state: !discovery ? 'unknown' : !discovery.allowed ? 'off' : discovery.scan ? 'looking' : 'ready',
      networks: live?.networks ?? stored?.networks ?? [],
      leftOut: live?.leftOut ?? [],
      unreached: live?.unreached ?? [],
      unasked: live?.unasked ?? [],
      ...(live?.scan ? { scan: { checked: live.scan.checked, total: live.scan.total } } : {}),
      ...(stored?.finishedAtMs === undefined ? {} : { finishedAtMs: stored.finishedAtMs }),
      ...(stored?.problem === undefined ? {} : { problem: stored.problem }),
      machines: found.map((met) => {
        const { agentId: _, stockLogin, ...machine } = met
        const old = movedFrom(met, targets, fleet)
        const rigId = machine.key === undefined ? undefined : fleet.writers.rigNamed(machine.key)
        return {
          ...machine,
          hasStockLogin: stockLogin !== undefined,
          isNew: stored?.firstFinishedAtMs !== undefined && machine.firstSeenMs > stored.firstFinishedAtMs,
          isWatched: rigId !== undefined || polled.has(placeOf(machine.address)),
          ...(rigId === undefined ? {} : { rigId }),
          ...(old ? { movedFrom: old.address } : {}),
        }
      }),
    }
  })
}

import type { StoredMachine } from '#lib/db/discovered-machines'
import type { StoredTarget } from '#lib/db/targets'
import type { LiveFleet } from '../live-fleet.ts'
import { hostOf } from './place-of.ts'

/**
 * The target of the same agent that still polls a machine's old address: its rig was last read there, and the machine itself,
 * told by MAC or serial, stands elsewhere now, as after a new DHCP lease. Undefined where all is well or nothing is known.
 */
export function movedFrom(
  { key, host, agentId, vanishedAtMs }: Pick<StoredMachine, 'key' | 'host' | 'agentId' | 'vanishedAtMs'>,
  targets: readonly StoredTarget[],
  fleet: Pick<LiveFleet, 'writers' | 'rigSettings'>,
): StoredTarget | undefined {
  const rigId = key === undefined ? undefined : fleet.writers.rigNamed(key)
  if (rigId === undefined || vanishedAtMs !== undefined) return undefined
  const readAt = fleet.rigSettings(rigId)?.address
  const own = targets.filter((target) => target.agentId === agentId)
  if (readAt === undefined || own.some(({ address }) => hostOf(address) === host)) return undefined
  return own.find(({ address }) => address === readAt)
}

import type { FarmSize } from '#lib/domain/alerts'
import { speaksAt } from '#lib/domain/dated'
import type { LiveFleet } from '../live-fleet.ts'
import { siteAt } from '../rig-places.ts'
import type { Alerting } from './alerting.ts'

/** Active rigs in all and by site, and the agents that report them. */
export function farmSize(
  fleet: LiveFleet,
  { settings }: Alerting,
  nowMs: number,
): FarmSize & { siteRigs: Map<number, number> } {
  const siteRigs = new Map<number, number>()
  const agents = new Set<string>()
  let rigs = 0
  for (const { settings: rig } of fleet.liveRigs()) {
    if ((speaksAt(rig.lifecycles, nowMs)?.lifecycle ?? 'active') !== 'active') continue
    rigs += 1
    if (rig.agentId !== undefined) agents.add(rig.agentId)
    const siteId = siteAt(rig, fleet.sites, nowMs)?.id
    if (siteId !== undefined) siteRigs.set(siteId, (siteRigs.get(siteId) ?? 0) + 1)
  }
  return { rigs, agents: agents.size, siteRigs, worklistAboveRigs: settings.worklistAboveRigs }
}

import type { IncidentRecord } from '#lib/db/incidents'
import type { ScopeSubject } from '#lib/domain/alerts'
import type { LiveFleet } from '../live-fleet.ts'
import type { RigWatch } from './rig-watch.ts'

/** Whom an incident is about, for the scopes of channels, silences and windows. */
export function scopeOfIncident(
  { rigId, siteId }: Pick<IncidentRecord, 'rigId' | 'siteId'>,
  fleet: LiveFleet,
  rigs: Pick<RigWatch, 'machineOf'>,
): ScopeSubject {
  const machine = rigId === undefined ? undefined : rigs.machineOf(rigId)
  const tags = rigId === undefined ? undefined : fleet.rigSettings(rigId)?.tags
  return {
    ...(rigId === undefined ? {} : { rigId }),
    ...(siteId === undefined ? {} : { siteId }),
    ...(tags ? { tags } : {}),
    ...(machine ? { machine } : {}),
  }
}

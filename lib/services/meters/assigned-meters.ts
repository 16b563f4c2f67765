import { rigMeters } from '#lib/db/rig-meters'
import { type AssignedMeter, rigMeterSettings } from '#lib/wire/meter-schema'
import { openSecretFields } from '../notify/open-channel.ts'
import type { RunningServer } from '../running-server.ts'

/**
 * The meters of the rigs that an agent reports, by the rigs' present keys, logins opened: for that agent's connection
 * alone, never for a page. A login goes only to the agent that it was entered for: another one becomes a rig's agent by
 * announcing it, which proves nothing. That one, and an installation with another secret, asks the meter without.
 */
export async function assignedMeters(
  { database, secrets }: Pick<RunningServer, 'database' | 'secrets'>,
  agentId: string,
): Promise<AssignedMeter[]> {
  const meters = await rigMeters(database, { agentId })
  return meters.flatMap(({ rigKey, settings, secrets: encrypted, loginAgentId }) => {
    const parsed = rigMeterSettings.safeParse(settings)
    if (!parsed.success || rigKey === undefined) return []
    const login = loginAgentId === agentId ? openSecretFields(secrets, encrypted) : undefined
    return [{ ...parsed.data, rigKey, ...login }]
  })
}

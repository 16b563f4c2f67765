import { rigMeters } from '#lib/db/rig-meters'
import { type AssignedMeter, rigMeterSettings } from '#lib/wire/meter-schema'
import { openSecretFields } from '../notify/open-channel.ts'
import type { RunningServer } from '../running-server.ts'

/**
 * The meters of the rigs that an agent reports, by the rigs' present keys, logins opened: for that agent's connection
 * alone, never for a page. A login of another installation's secret cannot be opened; the meter is then asked without.
 */
export async function assignedMeters(
  { database, secrets }: Pick<RunningServer, 'database' | 'secrets'>,
  agentId: string,
): Promise<AssignedMeter[]> {
  const meters = await rigMeters(database, { agentId })
  return meters.flatMap(({ rigKey, settings, secrets: encrypted }) => {
    const parsed = rigMeterSettings.safeParse(settings)
    if (!parsed.success || rigKey === undefined) return []
    return [{ ...parsed.data, rigKey, ...openSecretFields(secrets, encrypted) }]
  })
}

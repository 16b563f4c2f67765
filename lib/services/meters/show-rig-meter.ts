import { rigMeters } from '#lib/db/rig-meters'
import { type RigMeterSettings, rigMeterSettings } from '#lib/wire/meter-schema'
import { openSecretFields } from '../notify/open-channel.ts'
import type { RunningServer } from '../running-server.ts'

/** A rig's meter as its form shows it: the user, and whether there is a password, never which. */
export type ShownRigMeter = RigMeterSettings & { user?: string; hasPassword: boolean }

/** The meter of a rig; undefined where it has none. */
export async function showRigMeter(
  { database, secrets }: Pick<RunningServer, 'database' | 'secrets'>,
  rigId: number,
): Promise<ShownRigMeter | undefined> {
  const [meter] = await rigMeters(database, { rigId })
  const parsed = rigMeterSettings.safeParse(meter?.settings)
  if (!parsed.success) return undefined
  const opened = openSecretFields(secrets, meter?.secrets)
  return { ...parsed.data, user: opened?.user, hasPassword: opened?.password !== undefined }
}

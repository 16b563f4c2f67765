import { listAgents } from '#lib/db/agents'
import { rigMeters } from '#lib/db/rig-meters'
import { type RigMeterSettings, rigMeterSettings } from '#lib/wire/meter-schema'
import { openSecretFields } from '../notify/open-channel.ts'
import type { RunningServer } from '../running-server.ts'

/** A rig's meter as its form shows it: the user, and whether there is a password, never which. */
export type ShownRigMeter = RigMeterSettings & { user?: string; hasPassword: boolean; heldBack?: HeldBackLogin }

/** The login was entered for another agent than the one that reports the rig now, which asks the meter without it. */
export type HeldBackLogin = {
  /** Whom it stays with; absent when that agent is gone, or none reported the rig when it was entered. */
  keeper?: string
  /** Who reports the rig now. */
  reporter: { id: string; name: string; firstSeenMs: number }
}

/** The meter of a rig; undefined where it has none. */
export async function showRigMeter(
  { database, secrets }: Pick<RunningServer, 'database' | 'secrets'>,
  rigId: number,
): Promise<ShownRigMeter | undefined> {
  const [meter] = await rigMeters(database, { rigId })
  const parsed = rigMeterSettings.safeParse(meter?.settings)
  if (!parsed.success) return undefined
  const opened = openSecretFields(secrets, meter?.secrets)
  const heldBack = meter?.secrets === undefined ? undefined : await heldBackLogin(database, meter)
  return { ...parsed.data, user: opened?.user, hasPassword: opened?.password !== undefined, heldBack }
}

async function heldBackLogin(
  database: RunningServer['database'],
  { agentId, loginAgentId }: { agentId?: string; loginAgentId?: string },
): Promise<HeldBackLogin | undefined> {
  if (agentId === undefined || agentId === loginAgentId) return undefined
  const agents = await listAgents(database)
  const reporter = agents.find(({ id }) => id === agentId)
  if (!reporter) return undefined
  const keeper = agents.find(({ id }) => id === loginAgentId)?.name
  return { keeper, reporter: { id: agentId, name: reporter.name, firstSeenMs: reporter.createdAtMs } }
}

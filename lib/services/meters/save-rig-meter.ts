import { z } from 'zod'
import type { Database } from '#lib/db/database'
import { rigRecords } from '#lib/db/inventory'
import { bindMeterLogin, removeRigMeter, rigMeters, saveRigMeter } from '#lib/db/rig-meters'
import { type Plug, plugOf, rigMeterSettings, sharePlug } from '#lib/wire/meter-schema'
import type { Change } from '../change-bus.ts'
import { openSecretFields } from '../notify/open-channel.ts'
import { refused, refusedInput, type Saved } from '../saved.ts'
import type { Secrets } from '../secrets.ts'

const text = z
  .string()
  .max(500, 'At most 500 characters')
  .regex(/^[^\p{Cc}]*$/u, 'Plain text only')
  .optional()
const login = z.looseObject({ user: text, password: text })

/**
 * Gives a rig the meter at its plug, or another one; the agent that reports the rig asks it from now on. User and password
 * are encrypted, for the rig's present agent alone; left empty, what is stored stays with its agent, unless it would go to
 * another address. One plug is one rig's: what it draws cannot be split.
 */
export async function giveRigMeter(
  { database, secrets }: { database: Database; secrets: Pick<Secrets, 'encrypt' | 'decrypt'> },
  rigId: number,
  input: unknown,
  nowMs = Date.now(),
): Promise<Saved> {
  const given = login.safeParse(input)
  if (!given.success) return refusedInput(given.error)
  const { user, password, ...rest } = given.data
  const parsed = rigMeterSettings.safeParse(rest)
  if (!parsed.success) return refusedInput(parsed.error)
  const [rig] = await rigRecords(database, [rigId])
  if (!rig) return refused('form', 'This rig is gone')
  const settings = parsed.data
  const meters = await rigMeters(database)
  const plug = plugOf(settings)
  const other = meters.find((meter) => {
    const taken = storedPlug(meter.settings)
    return meter.rigId !== rigId && taken !== undefined && sharePlug(taken, plug)
  })
  if (other) {
    return refused('address', `This is the meter of ${other.rigName}: what one plug draws cannot be split between rigs`)
  }
  const stored = meters.find((meter) => meter.rigId === rigId)
  const kept = password ? undefined : openSecretFields(secrets, stored?.secrets)
  if (kept?.password && stored?.settings.address !== settings.address) {
    return refused('password', 'Type it in again: it would go to another address than before')
  }
  const hidden = {
    ...(user ? { user } : {}),
    ...(password ? { password } : kept?.password ? { password: kept.password } : {}),
  }
  const encrypted = Object.keys(hidden).length > 0 ? secrets.encrypt(JSON.stringify(hidden)) : undefined
  // A kept password was typed in for an agent that need not be the rig's any more.
  const loginAgentId = kept?.password ? stored?.loginAgentId : rig.agentId
  await saveRigMeter(database, { rigId, settings, secrets: encrypted, loginAgentId }, nowMs)
  return { ok: true, changes: heardBy(rig.agentId) }
}

/** Gives the stored login of a rig's meter to the agent that reports the rig now, on the owner's word. */
export async function handOverMeterLogin(database: Database, rigId: number, agentId: string): Promise<Saved> {
  const given = await bindMeterLogin(database, rigId, agentId)
  if (!given)
    return refused('form', 'Another agent reports this rig by now, or its meter has no login: load the page again')
  return { ok: true, changes: heardBy(agentId) }
}

/** Takes a rig's meter away: the watts that its miner tells hold again. */
export async function takeRigMeter(database: Database, rigId: number): Promise<Saved> {
  const [rig] = await rigRecords(database, [rigId])
  if (!(await removeRigMeter(database, rigId))) return refused('form', 'This meter is gone')
  return { ok: true, changes: heardBy(rig?.agentId) }
}

function heardBy(agentId: string | undefined): Change[] {
  return agentId === undefined ? [] : [{ kind: 'targets', agentId }]
}

function storedPlug(settings: unknown): Plug | undefined {
  const parsed = rigMeterSettings.safeParse(settings)
  return parsed.success ? plugOf(parsed.data) : undefined
}

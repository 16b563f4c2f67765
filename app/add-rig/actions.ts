'use server'

import { z } from 'zod'
import { addTarget } from '#lib/services/add-target'
import { createToken } from '#lib/services/create-token'
import { removeTarget } from '#lib/services/remove-target'
import { runningServer } from '#lib/services/running-server'
import { type ActionResult, problem } from '../forms/action-result'
import { followSaved } from '../forms/follow-saved'
import { parseForm } from '../forms/parse-form'
import { requireOwner } from '../session'

const commandForm = z.object({ siteId: z.int('Choose a site') })
const optional = z
  .string()
  .trim()
  .transform((text) => (text === '' ? undefined : text))
const addressForm = z.object({
  address: z.string(),
  agentId: z.string(),
  miner: optional,
  user: optional,
  password: z.string().transform((text) => (text === '' ? undefined : text)),
})

/** A token of its own for each command: revoking one stops one machine. */
export async function makeJoinToken(
  sent: z.input<typeof commandForm>,
): Promise<ActionResult<{ tokenId: number; token: string }>> {
  await requireOwner()
  const form = parseForm(commandForm, sent)
  if (!form.ok) return form
  const server = runningServer()
  const day = new Date().toISOString().slice(0, 10)
  const result = await createToken(server.database, { name: `Rig added ${day}`, site: form.value.siteId })
  if (!result.ok) return problem(result.reason)
  server.publish(result.changes)
  return { ok: true, tokenId: result.id, token: result.secret }
}

export async function pollAddress(sent: z.input<typeof addressForm>): Promise<ActionResult<{ targetId: number }>> {
  await requireOwner()
  const form = parseForm(addressForm, sent)
  if (!form.ok) return form
  return followSaved(await addTarget(runningServer(), form.value), ({ targetId }) => ({ targetId }))
}

export async function stopPolling(targetId: number): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(z.int(), targetId)
  return form.ok ? followSaved(await removeTarget(runningServer().database, form.value)) : form
}

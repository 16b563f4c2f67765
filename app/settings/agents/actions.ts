'use server'

import { z } from 'zod'
import { createToken } from '#lib/services/create-token'
import { revokeToken } from '#lib/services/revoke-token'
import { runningServer } from '#lib/services/running-server'
import { type ActionResult, problem } from '../../forms/action-result'
import { parseForm } from '../../forms/parse-form'
import { requireOwner } from '../../session'

const tokenForm = z.object({ name: z.string(), siteId: z.int('Choose a site') })

export async function makeToken(
  sent: z.input<typeof tokenForm>,
): Promise<ActionResult<{ secret: string; name: string }>> {
  await requireOwner()
  const form = parseForm(tokenForm, sent)
  if (!form.ok) return form
  const server = runningServer()
  const { name, siteId } = form.value
  const made = await createToken(server.database, { name, site: siteId })
  if (!made.ok) return problem(made.reason, 'name')
  server.publish(made.changes)
  return { ok: true, secret: made.secret, name: name.trim() }
}

export async function withdrawToken(sent: number): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(z.int(), sent)
  if (!form.ok) return form
  const server = runningServer()
  const revoked = await revokeToken(server.database, form.value)
  if (!revoked.ok) return problem(revoked.reason)
  server.publish(revoked.changes)
  return { ok: true }
}

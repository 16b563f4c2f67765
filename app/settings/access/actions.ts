'use server'

import { z } from 'zod'
import { inviteViewer } from '#lib/services/auth/invite-viewer'
import { listUsers } from '#lib/services/auth/list-users'
import { removeViewer } from '#lib/services/auth/remove-viewer'
import { createKey } from '#lib/services/create-key'
import { createOneTimeLink, oneTimeLinkPath } from '#lib/services/one-time-link'
import { revokeKey } from '#lib/services/revoke-key'
import { runningServer } from '#lib/services/running-server'
import { type ActionResult, problem } from '../../forms/action-result'
import { parseForm } from '../../forms/parse-form'
import { requireOwner } from '../../session'

const keyForm = z.object({ name: z.string() })
const viewerForm = z.object({ name: z.string(), email: z.string() })

export async function makeKey(sent: z.input<typeof keyForm>): Promise<ActionResult<{ secret: string; name: string }>> {
  await requireOwner()
  const form = parseForm(keyForm, sent)
  if (!form.ok) return form
  const server = runningServer()
  const made = await createKey(server.database, form.value)
  if (!made.ok) return problem(made.reason, 'name')
  server.publish(made.changes)
  return { ok: true, secret: made.secret, name: form.value.name.trim() }
}

export async function withdrawKey(sent: number): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(z.int(), sent)
  if (!form.ok) return form
  const server = runningServer()
  const revoked = await revokeKey(server.database, form.value)
  if (!revoked.ok) return problem(revoked.reason)
  server.publish(revoked.changes)
  return { ok: true }
}

/** The answer's path opens the page on which the new viewer chooses a password. */
export async function addViewer(
  sent: z.input<typeof viewerForm>,
): Promise<ActionResult<{ path: string; name: string }>> {
  await requireOwner()
  const form = parseForm(viewerForm, sent)
  if (!form.ok) return form
  const { database } = runningServer()
  const invited = await inviteViewer(database, form.value)
  if (!invited.ok) return problem(invited.reason, invited.field)
  return { ok: true, path: await resetPath(invited.userId), name: form.value.name.trim() }
}

export async function makeResetLink(sent: string): Promise<ActionResult<{ path: string; name: string }>> {
  await requireOwner()
  const user = (await listUsers(runningServer().database)).find(({ id }) => id === sent)
  if (!user) return problem('This account is gone')
  return { ok: true, path: await resetPath(user.id), name: user.name }
}

export async function dropViewer(sent: string): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(z.string().max(100), sent)
  if (!form.ok) return form
  const server = runningServer()
  const removed = await removeViewer(server.database, form.value)
  if (!removed.ok) return problem(removed.reason)
  server.publish(removed.changes)
  return { ok: true }
}

async function resetPath(userId: string): Promise<string> {
  return oneTimeLinkPath(await createOneTimeLink(runningServer().database, { purpose: 'reset', userId }))
}

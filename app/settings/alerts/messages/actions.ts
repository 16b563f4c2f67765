'use server'

import { z } from 'zod'
import { deletePolicy } from '#lib/services/alerts/delete-policy'
import { savePolicy } from '#lib/services/alerts/save-policy'
import { runningServer } from '#lib/services/running-server'
import type { PolicyForm } from '#lib/wire/alerts'
import type { ActionResult } from '../../../forms/action-result'
import { followSaved } from '../../../forms/follow-saved'
import { parseForm } from '../../../forms/parse-form'
import { requireOwner } from '../../../session'

export async function writePolicy(sent: PolicyForm): Promise<ActionResult> {
  await requireOwner()
  return followSaved(await savePolicy(runningServer().database, sent))
}

export async function removePolicy(sent: number): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(z.int().positive(), sent)
  return form.ok ? followSaved(await deletePolicy(runningServer().database, form.value)) : form
}

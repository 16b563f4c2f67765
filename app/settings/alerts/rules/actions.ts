'use server'

import { z } from 'zod'
import { deleteRule } from '#lib/services/alerts/delete-rule'
import { saveRule } from '#lib/services/alerts/save-rule'
import { runningServer } from '#lib/services/running-server'
import type { RuleForm } from '#lib/wire/alerts'
import type { ActionResult } from '../../../forms/action-result'
import { followSaved } from '../../../forms/follow-saved'
import { parseForm } from '../../../forms/parse-form'
import { requireOwner } from '../../../session'

export async function writeRule(sent: RuleForm): Promise<ActionResult> {
  await requireOwner()
  return followSaved(await saveRule(runningServer().database, sent))
}

export async function removeRule(sent: number): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(z.int().positive(), sent)
  return form.ok ? followSaved(await deleteRule(runningServer().database, form.value)) : form
}

'use server'

import { z } from 'zod'
import { deleteMeter, saveMeter } from '#lib/services/meters/save-meter'
import { runningServer } from '#lib/services/running-server'
import type { ActionResult } from '../../forms/action-result'
import { followSaved } from '../../forms/follow-saved'
import { parseForm } from '../../forms/parse-form'
import { requireOwner } from '../../session'

const meterForm = z.object({
  siteId: z.int(),
  meter: z.record(z.string(), z.union([z.string(), z.number()])),
})

export async function saveSiteMeter(sent: z.input<typeof meterForm>): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(meterForm, sent)
  return form.ok ? followSaved(await saveMeter(runningServer(), form.value.siteId, form.value.meter)) : form
}

export async function removeMeter(sent: number): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(z.int(), sent)
  return form.ok ? followSaved(await deleteMeter(runningServer().database, form.value)) : form
}

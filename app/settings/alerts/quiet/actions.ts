'use server'

import { z } from 'zod'
import { deleteMaintenance } from '#lib/services/alerts/delete-maintenance'
import { endSilence } from '#lib/services/alerts/end-silence'
import { saveMaintenance } from '#lib/services/alerts/save-maintenance'
import { saveSilence } from '#lib/services/alerts/save-silence'
import { runningServer } from '#lib/services/running-server'
import type { MaintenanceForm, SilenceForm } from '#lib/wire/alerts'
import type { ActionResult } from '../../../forms/action-result'
import { followSaved } from '../../../forms/follow-saved'
import { parseForm } from '../../../forms/parse-form'
import { requireOwner } from '../../../session'

const id = z.int().positive()

export async function writeSilence(sent: SilenceForm): Promise<ActionResult> {
  const { name } = await requireOwner()
  return followSaved(await saveSilence(runningServer().database, sent, name))
}

export async function finishSilence(sent: number): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(id, sent)
  return form.ok ? followSaved(await endSilence(runningServer().database, form.value)) : form
}

export async function writeMaintenance(sent: MaintenanceForm): Promise<ActionResult> {
  await requireOwner()
  return followSaved(await saveMaintenance(runningServer().database, sent))
}

export async function removeMaintenance(sent: number): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(id, sent)
  return form.ok ? followSaved(await deleteMaintenance(runningServer().database, form.value)) : form
}

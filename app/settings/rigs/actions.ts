'use server'

import { z } from 'zod'
import { startOfDate } from '#lib/domain/local-dates'
import { editRigs } from '#lib/services/edit-rigs'
import { type InventoryPreview, importInventory, previewInventory } from '#lib/services/import-inventory'
import { mergeRigs } from '#lib/services/merge-rigs'
import { replaceRig } from '#lib/services/replace-rig'
import { rigChange } from '#lib/services/rig-change'
import { runningServer } from '#lib/services/running-server'
import type { ActionResult } from '../../forms/action-result'
import { followSaved } from '../../forms/follow-saved'
import { parseForm } from '../../forms/parse-form'
import { requireOwner } from '../../session'

const edit = z.object({
  rigIds: z.array(z.int()).min(1, 'Choose at least one rig').max(10_000),
  change: z.unknown(),
  fromDate: z.string(),
})
const replacement = z.object({ rigId: z.int(), newKey: z.string() })
const merge = z.object({ fromRigId: z.int(), intoRigId: z.int('Choose a rig') })
const file = z.string().max(10_000_000, 'The file is larger than 10 MB')

type Edit = { rigIds: number[]; change: z.input<typeof rigChange>; fromDate: string }

/** Dated changes speak from the beginning of a day where the first of the rigs stands; an empty day is now. */
export async function saveRigs(sent: Edit): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(edit, sent)
  if (!form.ok) return form
  const change = parseForm(rigChange, form.value.change)
  if (!change.ok) return change
  const { rigIds, fromDate } = form.value
  const { database, fleet } = runningServer()
  const siteId = fleet.rigSettings(rigIds[0] ?? -1)?.placements.at(-1)?.siteId
  const timeZone = fleet.sites.get(siteId ?? -1)?.timeZone ?? 'UTC'
  const fromMs = fromDate === '' ? undefined : startOfDate(fromDate, timeZone)
  if (fromDate !== '' && fromMs === undefined) return { ok: false, problems: { fromDate: 'Write a whole date' } }
  const saved = await editRigs(database, { rigIds, change: sent.change, fromMs })
  const followed = followSaved(saved)
  if (followed.ok || followed.problems.fromMs === undefined) return followed
  return { ok: false, problems: { ...followed.problems, fromDate: followed.problems.fromMs } }
}

export async function replaceMachine(sent: z.input<typeof replacement>): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(replacement, sent)
  return form.ok ? followSaved(await replaceRig(runningServer(), form.value)) : form
}

export async function mergeInto(sent: z.input<typeof merge>): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(merge, sent)
  return form.ok ? followSaved(await mergeRigs(runningServer(), form.value)) : form
}

export async function previewFile(sent: string): Promise<ActionResult<InventoryPreview>> {
  await requireOwner()
  const form = parseForm(file, sent)
  return form.ok ? previewInventory(runningServer().database, form.value) : form
}

export async function takeInventoryFile(
  sent: string,
  leaveOutBad: boolean,
): Promise<ActionResult<{ changed: number; added: number; leftOut: number }>> {
  await requireOwner()
  const form = parseForm(z.object({ csv: file, leaveOutBad: z.boolean() }), { csv: sent, leaveOutBad })
  if (!form.ok) return form
  const saved = await importInventory(runningServer().database, form.value)
  return followSaved(saved, ({ changed, added, leftOut }) => ({ changed, added, leftOut }))
}

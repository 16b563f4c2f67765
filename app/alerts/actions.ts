'use server'

import { z } from 'zod'
import { acknowledgeIncidents } from '#lib/services/alerts/acknowledge-incidents'
import { noteIncident } from '#lib/services/alerts/note-incident'
import { snoozeIncidents } from '#lib/services/alerts/snooze-incidents'
import { editRigs } from '#lib/services/edit-rigs'
import { runningServer } from '#lib/services/running-server'
import type { ActionResult } from '../forms/action-result'
import { followSaved } from '../forms/follow-saved'
import { parseForm } from '../forms/parse-form'
import { requireOwner } from '../session'

const incidentIds = z.array(z.int().positive()).min(1, 'Choose at least one incident').max(10_000)
const snoozing = z.object({ ids: incidentIds, untilMs: z.int() })
const noting = z.object({ id: z.int().positive(), text: z.string().max(2000, 'Write at most 2,000 characters') })
const repair = z.object({ rigIds: z.array(z.int().positive()).min(1).max(10_000), inRepair: z.boolean() })

/** Somebody has seen it and looks after it: no more reminders. */
export async function acknowledge(sent: number[]): Promise<ActionResult> {
  const { name } = await requireOwner()
  const form = parseForm(incidentIds, sent)
  return form.ok ? followSaved(await acknowledgeIncidents(runningServer(), form.value, name)) : form
}

/** Nobody hears of it until then; a moment that has passed wakes it. */
export async function snooze(sent: z.input<typeof snoozing>): Promise<ActionResult> {
  const { name } = await requireOwner()
  const form = parseForm(snoozing, sent)
  if (!form.ok) return form
  return followSaved(await snoozeIncidents(runningServer(), form.value.ids, form.value.untilMs, name))
}

export async function note(sent: z.input<typeof noting>): Promise<ActionResult> {
  const { name } = await requireOwner()
  const form = parseForm(noting, sent)
  if (!form.ok) return form
  return followSaved(await noteIncident(runningServer(), form.value.id, form.value.text, name))
}

/** A rig in repair is not expected, fires nothing, and costs nothing. */
export async function setRepair(sent: z.input<typeof repair>): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(repair, sent)
  if (!form.ok) return form
  const { rigIds, inRepair } = form.value
  return followSaved(
    await editRigs(runningServer().database, { rigIds, change: { lifecycle: inRepair ? 'repair' : 'active' } }),
  )
}

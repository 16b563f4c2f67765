'use server'

import { z } from 'zod'
import { giveRigMeter, handOverMeterLogin, takeRigMeter } from '#lib/services/meters/save-rig-meter'
import { runningServer } from '#lib/services/running-server'
import type { ActionResult } from '../../../forms/action-result'
import { followSaved } from '../../../forms/follow-saved'
import { parseForm } from '../../../forms/parse-form'
import { requireOwner } from '../../../session'

const meterForm = z.object({
  rigId: z.int(),
  meter: z.record(z.string(), z.unknown()),
})

export async function saveRigMeter(sent: z.input<typeof meterForm>): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(meterForm, sent)
  return form.ok ? followSaved(await giveRigMeter(runningServer(), form.value.rigId, form.value.meter)) : form
}

export async function removeRigMeter(sent: number): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(z.int(), sent)
  return form.ok ? followSaved(await takeRigMeter(runningServer().database, form.value)) : form
}

const handOverForm = z.object({ rigId: z.int(), agentId: z.string() })

export async function giveLoginToAgent(sent: z.input<typeof handOverForm>): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(handOverForm, sent)
  if (!form.ok) return form
  return followSaved(await handOverMeterLogin(runningServer().database, form.value.rigId, form.value.agentId))
}

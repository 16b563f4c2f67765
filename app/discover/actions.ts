'use server'

import { z } from 'zod'
import { adoptMachines, type NotAdopted } from '#lib/services/discovery/adopt-machines'
import { followMachine } from '#lib/services/discovery/follow-machine'
import { startDiscovery } from '#lib/services/discovery/start-discovery'
import { runningServer } from '#lib/services/running-server'
import type { ActionResult } from '../forms/action-result'
import { followSaved } from '../forms/follow-saved'
import { parseForm } from '../forms/parse-form'
import { requireOwner } from '../session'

const lookForm = z.object({ agentId: z.string(), stockLogins: z.boolean() })
const adoptForm = z.array(z.int()).min(1, 'Tick the machines to watch').max(5_000)

export async function lookForMachines(sent: z.input<typeof lookForm>): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(lookForm, sent)
  return form.ok ? followSaved(await startDiscovery(runningServer(), form.value)) : form
}

export async function watchMachines(
  sent: z.input<typeof adoptForm>,
): Promise<ActionResult<{ adopted: number; notAdopted: NotAdopted[] }>> {
  await requireOwner()
  const form = parseForm(adoptForm, sent)
  if (!form.ok) return form
  return followSaved(await adoptMachines(runningServer(), form.value), ({ adopted, notAdopted }) => ({
    adopted,
    notAdopted,
  }))
}

export async function pollWhereItIs(machineId: number): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(z.int(), machineId)
  return form.ok ? followSaved(await followMachine(runningServer(), form.value)) : form
}

'use server'

import { z } from 'zod'
import { deleteContract } from '#lib/services/contracts/delete-contract'
import { endContract } from '#lib/services/contracts/end-contract'
import { saveContract } from '#lib/services/contracts/save-contract'
import { deleteOrder, saveOrder } from '#lib/services/contracts/save-order'
import { runningServer } from '#lib/services/running-server'
import { type ActionResult, problem } from '../../forms/action-result'
import { followSaved } from '../../forms/follow-saved'
import { parseForm } from '../../forms/parse-form'
import { requireOwner } from '../../session'
import { contractDraft, inputOf } from './contract-draft'
import { fieldsOf } from './fields-of'
import { type OrderDraft, orderDraft, orderInputOf } from './order-draft'

const id = z.int().positive()
const sentContract = z.object({ contractId: id.optional(), draft: contractDraft })

export async function keepContract(sent: z.input<typeof sentContract>): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(sentContract, sent)
  if (!form.ok) return form
  const { database, fleet } = runningServer()
  const { draft, contractId } = form.value
  const timeZone = fleet.sites.get(Number(draft.siteId))?.timeZone
  if (timeZone === undefined) return problem('Choose the site by whose calendar its days are counted', 'siteId')
  const read = inputOf(draft, timeZone)
  if (!read.ok) return read
  return fieldsOf(followSaved(await saveContract(database, read.input, contractId === undefined ? {} : { contractId })))
}

/** Ends a contract now. */
export async function finishContract(sent: number): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(id, sent)
  if (!form.ok) return form
  const nowMs = Date.now()
  const end = { contractId: form.value, endedAtMs: nowMs, reason: 'ended by the owner' }
  return followSaved(await endContract(runningServer().database, end, nowMs))
}

export async function dropContract(sent: number): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(id, sent)
  return form.ok ? followSaved(await deleteContract(runningServer(), form.value)) : form
}

export async function keepOrder(sent: OrderDraft): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(orderDraft, sent)
  if (!form.ok) return form
  const { database, fleet } = runningServer()
  const read = orderInputOf(form.value, [...fleet.sites.values()][0]?.timeZone ?? 'UTC')
  return read.ok ? fieldsOf(followSaved(await saveOrder(database, read.input))) : read
}

export async function dropOrder(sent: number): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(id, sent)
  return form.ok ? followSaved(await deleteOrder(runningServer().database, form.value)) : form
}

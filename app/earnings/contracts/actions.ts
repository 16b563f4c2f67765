'use server'

import { z } from 'zod'
import { deleteContract } from '#lib/services/contracts/delete-contract'
import { endContract } from '#lib/services/contracts/end-contract'
import { saveContract } from '#lib/services/contracts/save-contract'
import { deleteOrder, saveOrder } from '#lib/services/contracts/save-order'
import { runningServer } from '#lib/services/running-server'
import { type ActionResult, problem } from '../../forms/action-result'
import { parseOptionalDecimal } from '../../forms/decimal'
import { followSaved } from '../../forms/follow-saved'
import { parseForm } from '../../forms/parse-form'
import { requireOwner } from '../../session'
import { startOfDate } from '../../settings/local-date'
import { contractDraft, inputOf } from './contract-draft'
import { fieldsOf } from './fields-of'

const id = z.int().positive()
const sentContract = z.object({ contractId: id.optional(), draft: contractDraft })
const short = z.string().max(200)
const sentOrder = z.object({
  name: short,
  externalId: short,
  algorithm: short,
  coin: short,
  spent: short,
  starts: short,
})

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

export async function keepOrder(sent: z.input<typeof sentOrder>): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(sentOrder, sent)
  if (!form.ok) return form
  const { database, fleet } = runningServer()
  const { spent, starts, externalId, ...order } = form.value
  const startsAtMs = startOfDate(starts, [...fleet.sites.values()][0]?.timeZone ?? 'UTC')
  if (startsAtMs === undefined) return problem('Choose the day it began', 'starts')
  const paid = parseOptionalDecimal(spent)
  if (paid === undefined || !Number.isFinite(paid)) return problem('Write what was spent, such as 0.005', 'spent')
  const named = externalId.trim() === '' ? {} : { externalId }
  return followSaved(
    await saveOrder(database, { ...order, ...named, marketplace: 'nicehash', spent: paid, startsAtMs }),
  )
}

export async function dropOrder(sent: number): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(id, sent)
  return form.ok ? followSaved(await deleteOrder(runningServer().database, form.value)) : form
}

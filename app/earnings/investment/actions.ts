'use server'

import { z } from 'zod'
import { deleteInvestment, investmentInput, saveInvestment } from '#lib/services/investment/save-investment'
import { runningServer } from '#lib/services/running-server'
import type { ActionResult } from '../../forms/action-result'
import { followSaved } from '../../forms/follow-saved'
import { parseForm } from '../../forms/parse-form'
import { requireOwner } from '../../session'

const removal = z.union([z.object({ id: z.int() }), z.object({ inWordsOf: z.int() })])

export async function writeInvestment(sent: z.input<typeof investmentInput>): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(investmentInput, sent)
  return form.ok ? followSaved(await saveInvestment(runningServer().database, form.value)) : form
}

export async function dropInvestment(sent: z.input<typeof removal>): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(removal, sent)
  return form.ok ? followSaved(await deleteInvestment(runningServer().database, form.value)) : form
}

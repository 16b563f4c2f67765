'use server'

import { z } from 'zod'
import { completeFirstRun } from '#lib/services/first-run'
import { runningServer } from '#lib/services/running-server'
import { tariffInput } from '#lib/services/tariff-input'
import type { ActionResult } from '../forms/action-result'
import { followSaved } from '../forms/follow-saved'
import { parseForm } from '../forms/parse-form'
import { requireOwner } from '../session'

const answers = z.object({ currency: z.string(), siteName: z.string(), timeZone: z.string(), tariff: tariffInput })

export async function answerFirstRun(sent: z.input<typeof answers>): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(answers, sent)
  return form.ok ? followSaved(await completeFirstRun(runningServer().database, form.value)) : form
}

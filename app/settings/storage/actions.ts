'use server'

import { z } from 'zod'
import { runningServer } from '#lib/services/running-server'
import { saveRetention } from '#lib/services/storage/retention'
import type { ActionResult } from '../../forms/action-result'
import { followSaved } from '../../forms/follow-saved'
import { parseForm } from '../../forms/parse-form'
import { requireOwner } from '../../session'

export async function keepReadingsFor(sent: number | 'forever'): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(z.union([z.number(), z.literal('forever')]), sent)
  if (!form.ok) return form
  const wanted = form.value === 'forever' ? form.value : { days: form.value }
  return followSaved(await saveRetention(runningServer().database, wanted))
}

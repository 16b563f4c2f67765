'use server'

import { runningServer } from '#lib/services/running-server'
import { type ActionResult, problem } from '../../forms/action-result'
import { requireOwner } from '../../session'

export async function backUpNow(): Promise<ActionResult<{ file: string }>> {
  await requireOwner()
  const made = await runningServer().backUp()
  return made.ok ? { ok: true, file: made.file } : problem(made.reason)
}

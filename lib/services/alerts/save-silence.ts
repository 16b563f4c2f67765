import { z } from 'zod'
import { isRuleKind } from '#lib/db/alert-words'
import type { Database } from '#lib/db/database'
import { insertSilence, updateSilence } from '#lib/db/silences'
import type { SilenceForm } from '#lib/wire/alerts'
import { refused, refusedInput, type Saved } from '../saved.ts'
import { scopeForm, severityForm } from './scope-form.ts'

const silenceForm = z.object({
  id: z.int().positive().optional(),
  reason: z.string().trim().min(1, 'Say why').max(300, 'At most 300 characters'),
  scope: scopeForm,
  kinds: z.array(z.string().refine(isRuleKind, 'There is no such kind of rule')).optional(),
  severities: z.array(severityForm).optional(),
  fromMs: z.int().optional(),
  untilMs: z.int('Say when it ends'),
}) satisfies z.ZodType<SilenceForm>

/** Adds a silence, from now on unless it says another moment, or changes the one of that id. */
export async function saveSilence(
  database: Database,
  input: SilenceForm,
  by?: string,
  nowMs = Date.now(),
): Promise<Saved<{ silenceId: number }>> {
  const parsed = silenceForm.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  const { id, fromMs = nowMs, ...form } = parsed.data
  if (form.untilMs <= Math.max(fromMs, nowMs)) return refused('untilMs', 'Its end must lie ahead')
  const silence = { ...form, fromMs, ...(by === undefined ? {} : { createdBy: by }) }
  if (id !== undefined && !(await updateSilence(database, { ...silence, id }))) {
    return refused('form', 'This silence is gone')
  }
  const silenceId = id ?? (await insertSilence(database, silence, nowMs))
  return { ok: true, silenceId, changes: [{ kind: 'alert-settings' }] }
}

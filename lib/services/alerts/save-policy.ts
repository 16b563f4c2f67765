import { z } from 'zod'
import { channelRecords } from '#lib/db/channels'
import type { Database } from '#lib/db/database'
import { listPolicyRecords, savePolicyRecord } from '#lib/db/notification-targets'
import { DAY_MS } from '#lib/domain/units'
import type { PolicyForm } from '#lib/wire/alerts'
import { refused, refusedInput, type Saved } from '../saved.ts'
import { nameForm, scopeForm, severityForm } from './scope-form.ts'

const step = z.object({
  afterMs: z
    .int('Write a time')
    .min(0, 'Write a time')
    .max(7 * DAY_MS, 'At most a week'),
  channelIds: z.array(z.int().positive()).min(1, 'Choose a channel'),
})

const policyForm = z.object({
  id: z.int().positive().optional(),
  name: nameForm,
  steps: z.array(step).min(1, 'Say who is told first').max(10, 'At most 10 steps'),
  scope: scopeForm,
  leastSeverity: severityForm,
}) satisfies z.ZodType<PolicyForm>

/** Adds a policy, or changes the one of that id: who is told first, and after how long whom next. */
export async function savePolicy(database: Database, input: PolicyForm): Promise<Saved<{ policyId: number }>> {
  const parsed = policyForm.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  const { id, steps, ...form } = parsed.data
  const known = new Set((await channelRecords(database)).map((channel) => channel.id))
  const gone = steps.findIndex(({ channelIds }) => channelIds.some((channelId) => !known.has(channelId)))
  if (gone >= 0) return refused(`steps.${gone}.channelIds`, 'This channel is gone: choose another')
  if (id !== undefined && !(await listPolicyRecords(database)).some((policy) => policy.id === id)) {
    return refused('form', 'This policy is gone')
  }
  const inOrder = steps.sort((one, other) => one.afterMs - other.afterMs)
  const policyId = await savePolicyRecord(database, { ...form, id, steps: inOrder })
  return { ok: true, policyId, changes: [{ kind: 'alert-settings' }] }
}

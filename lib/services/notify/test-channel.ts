import { randomUUID } from 'node:crypto'
import { findChannel, noteDelivery } from '#lib/db/channels'
import { incidentUrl } from '#lib/notify/compose'
import type { Notification } from '#lib/notify/notification'
import { type ChannelForm, channelForm, checkSettings } from './channel-form.ts'
import type { NotifyContext } from './notify-context.ts'
import { sendThrough } from './send-through.ts'

/** The service's own answer, or what is wrong with the form, by field. */
export type TestResult = { ok: boolean; answer: string; problems?: Record<string, string> }

/** Sends a test message through a channel as it is stored. */
export async function testChannel(context: NotifyContext, channelId: number, nowMs = Date.now()): Promise<TestResult> {
  const record = await findChannel(context.database, channelId)
  if (!record) return { ok: false, answer: 'This channel is gone' }
  const result = await sendThrough(context, record, testMessage(context, record.name, nowMs), nowMs)
  if (result.ok) await noteDelivery(context.database, channelId, nowMs)
  return { ok: result.ok, answer: result.answer }
}

/** Sends a test message as a form says it, before it is saved. */
export async function testChannelForm(
  context: NotifyContext,
  input: ChannelForm,
  nowMs = Date.now(),
): Promise<TestResult> {
  const parsed = channelForm.safeParse(input)
  if (!parsed.success) return { ok: false, answer: parsed.error.issues[0]?.message ?? 'This form is not complete' }
  const form = parsed.data
  const stored = form.id === undefined ? undefined : await findChannel(context.database, form.id)
  const checked = await checkSettings(context, form, stored)
  if (!checked.ok) {
    return { ok: false, answer: Object.values(checked.problems).join('. '), problems: checked.problems }
  }
  const { settings, secrets } = checked
  const record = { id: stored?.id ?? 0, kind: form.kind, settings, secrets }
  const result = await sendThrough(context, record, testMessage(context, form.name, nowMs), nowMs)
  return { ok: result.ok, answer: result.answer }
}

function testMessage({ config }: Pick<NotifyContext, 'config'>, name: string, nowMs: number): Notification {
  return {
    id: `test:${randomUUID()}`,
    kind: 'test',
    severity: 'info',
    title: 'Davylamp can reach you here',
    lines: [`This is a test of the channel "${name}". Nothing is wrong.`],
    url: incidentUrl(config.publicUrl, undefined),
    atMs: nowMs,
  }
}

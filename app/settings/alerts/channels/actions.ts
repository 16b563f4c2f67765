'use server'

import { z } from 'zod'
import { deleteChannel } from '#lib/services/notify/delete-channel'
import { saveChannel } from '#lib/services/notify/save-channel'
import { subscribePush, unsubscribePush } from '#lib/services/notify/subscribe-push'
import { type TestResult, testChannel, testChannelForm } from '#lib/services/notify/test-channel'
import { runningServer } from '#lib/services/running-server'
import type { ActionResult } from '../../../forms/action-result'
import { followSaved } from '../../../forms/follow-saved'
import { parseForm } from '../../../forms/parse-form'
import { requireOwner, requireSession } from '../../../session'
import type { SentChannel } from './channel-draft'

const channelId = z.int().positive()
const subscription = z.object({
  endpoint: z.string().max(2000),
  keys: z.object({ p256dh: z.string().max(200), auth: z.string().max(200) }),
})

export async function writeChannel(sent: SentChannel): Promise<ActionResult> {
  await requireOwner()
  return followSaved(await saveChannel(runningServer(), sent))
}

export async function removeChannel(sent: number): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(channelId, sent)
  return form.ok ? followSaved(await deleteChannel(runningServer(), form.value)) : form
}

/** Sends a message through a channel as it is kept, and tells what the service answered. */
export async function tryChannel(sent: number): Promise<TestResult> {
  await requireOwner()
  const form = parseForm(channelId, sent)
  return form.ok ? testChannel(runningServer(), form.value) : { ok: false, answer: 'This channel is gone' }
}

/** The same as the form says it, before it is saved. */
export async function tryChannelForm(sent: SentChannel): Promise<TestResult> {
  await requireOwner()
  return testChannelForm(runningServer(), sent)
}

/** A viewer may be told on a device, too: of what they may see anyway. */
export async function tellThisDevice(sent: z.input<typeof subscription>, userAgent: string): Promise<ActionResult> {
  const { userId } = await requireSession()
  const form = parseForm(subscription, sent)
  if (!form.ok) return form
  const given = { userId, subscription: form.value, userAgent: String(userAgent).slice(0, 200) }
  return followSaved(await subscribePush(runningServer(), given))
}

export async function forgetThisDevice(endpoint: string): Promise<ActionResult> {
  const { userId } = await requireSession()
  const form = parseForm(z.string().max(2000), endpoint)
  return form.ok ? followSaved(await unsubscribePush(runningServer(), { userId, endpoint: form.value })) : form
}
